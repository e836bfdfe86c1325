import { describe, expect, it } from "vitest";
import { parseWatchingId, watchingId } from "./watching-id.ts";

describe("a watching's id", () => {
  it.each([
    { startedAtMs: 1_700_000_000_000, sessionId: "6f1c2d3e-0000-4000-8000-000000000001" },
    { startedAtMs: 0, sessionId: "with.dots.and 雨" },
  ])("names $sessionId and nothing else", (key) => {
    expect(parseWatchingId(watchingId(key))).toEqual(key);
  });

  it.each([
    "",
    "nonsense",
    Buffer.from("1").toString("base64url"),
    Buffer.from("-1.session").toString("base64url"),
    Buffer.from("1.nul \0").toString("base64url"),
    Buffer.from(`1.${"long".repeat(100)}`).toString("base64url"),
    `${watchingId({ startedAtMs: 1, sessionId: "s" })}=`,
  ])("is not %j", (id) => {
    expect(parseWatchingId(id)).toBeUndefined();
  });
});
