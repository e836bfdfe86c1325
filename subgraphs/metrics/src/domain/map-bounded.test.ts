import { describe, expect, it } from "vitest";
import { mapBounded } from "./map-bounded.ts";

describe("mapping with a bound", () => {
  it("keeps the order of the items, and never has more under way than allowed", async () => {
    let underWay = 0;
    let most = 0;
    const doubled = await mapBounded([5, 1, 4, 2, 3, 6], 2, async (item) => {
      most = Math.max(most, ++underWay);
      for (let turn = 0; turn < item; turn++) await Promise.resolve();
      underWay -= 1;
      return item * 2;
    });
    expect(doubled).toEqual([10, 2, 8, 4, 6, 12]);
    expect(most).toBe(2);
  });

  it("starts nothing more after a failure, and rejects once all that was started has ended", async () => {
    const started: number[] = [];
    const ended: number[] = [];
    const mapping = mapBounded([1, 2, 3, 4], 2, async (item) => {
      started.push(item);
      if (item === 1) throw new Error("the first");
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      ended.push(item);
    });
    await expect(mapping).rejects.toThrow("the first");
    expect(started).toEqual([1, 2]);
    expect(ended).toEqual([2]);
  });

  it("takes nothing at all", async () => {
    expect(await mapBounded([], 8, async () => 1)).toEqual([]);
  });
});
