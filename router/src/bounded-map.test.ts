import { describe, expect, it } from "vitest";
import { BoundedMap } from "./bounded-map.ts";

describe("a bounded map", () => {
  it("makes a value once, and forgets what was used longest ago", () => {
    const made: string[] = [];
    const map = new BoundedMap<string, string>(2);
    const take = (key: string) =>
      map.take(key, () => {
        made.push(key);
        return key;
      });
    for (const key of ["a", "b", "a", "c", "a", "b"]) take(key);
    expect(made).toEqual(["a", "b", "c", "b"]);
    expect(map.size).toBe(2);
  });

  it("keeps nothing of what could not be made", () => {
    const map = new BoundedMap<string, string>(2);
    expect(() =>
      map.take("a", () => {
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(map.take("a", () => "yes")).toBe("yes");
  });
});
