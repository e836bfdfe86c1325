import { describe, expect, it } from "vitest";
import { stableId } from "./stable-id.ts";

describe("stable ids", () => {
  it("are the same for the same words, on every machine and in every release", () => {
    expect(stableId("film", "jaws/1975")).toBe(stableId("film", "jaws/1975"));
    expect(stableId("genre", "Drama")).toBe("1b3a3be0-a9c4-5257-97b1-c2f17862c7ca");
  });

  it("are UUIDs of version 5, one for each kind of thing", () => {
    expect(stableId("film", "Drama")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(stableId("film", "Drama")).not.toBe(stableId("genre", "Drama"));
  });
});
