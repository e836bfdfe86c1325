import { describe, expect, it } from "vitest";
import { parseWatchlistCursor, watchlistCursor } from "./watchlist.ts";

describe("a watchlist's cursor", () => {
  it.each([
    { addedAtMs: 1_700_000_000_000, playableId: "00000000-0000-4000-8000-000000000001" },
    { addedAtMs: 0, playableId: "1.with.dots" },
  ])("names $playableId and nothing else", (listed) => {
    expect(parseWatchlistCursor(watchlistCursor(listed))).toEqual(listed);
  });

  it.each(["", "nonsense", Buffer.from("1").toString("base64url"), Buffer.from("-1.id").toString("base64url"), "MS5pZA=="])(
    "is not %j",
    (cursor) => {
      expect(parseWatchlistCursor(cursor)).toBeUndefined();
    },
  );
});
