import { describe, expect, it } from "vitest";
import { KeptOperations } from "./kept-operations.ts";

describe("kept operations", () => {
  it("that were asked for again stay, however many others come once", () => {
    const kept = new KeptOperations<number>({ count: 10, characters: 1_000 });
    kept.set("hot", 1);
    expect(kept.get("hot")).toBe(1);
    for (let index = 0; index < 1_000; index += 1) kept.set(`once ${index}`, index);
    expect(kept.get("hot")).toBe(1);
    expect(kept.get("once 989")).toBeUndefined();
    expect(kept.get("once 990")).toBe(990);
  });

  it("make room for each other by the time of their last use", () => {
    const kept = new KeptOperations<number>({ count: 2, characters: 1_000 });
    for (const text of ["a", "b"]) {
      kept.set(text, 1);
      kept.get(text);
    }
    kept.get("a");
    kept.set("c", 1);
    kept.get("c");
    expect(["a", "b", "c"].map((text) => kept.get(text))).toEqual([1, undefined, 1]);
  });

  it("are bounded by the length of their texts", () => {
    const kept = new KeptOperations<number>({ count: 100, characters: 100 });
    for (let index = 0; index < 10; index += 1) kept.set(String(index).repeat(30), index);
    const found = Array.from({ length: 10 }, (_, index) => kept.get(String(index).repeat(30)));
    expect(found.filter((one) => one !== undefined)).toEqual([7, 8, 9]);
    kept.set("x".repeat(101), 1);
    expect(kept.get("x".repeat(101))).toBeUndefined();
  });
});
