import { describe, expect, it } from "vitest";
import { Turns } from "./turns.ts";

describe("turns", () => {
  it("are taken by a few at a time, in order, and refused beyond the line", async () => {
    const turns = new Turns({ atOnce: 2, waiting: 2 });
    const started: number[] = [];
    const finish: (() => void)[] = [];
    const take = (number: number) =>
      turns.run(async () => {
        started.push(number);
        await new Promise<void>((resolve) => finish.push(resolve));
        return number;
      });
    const results = [1, 2, 3, 4, 5].map(take);
    expect(started).toEqual([1, 2]);
    expect(await results[4]).toMatchObject({ kind: "TooManyAttempts", retryAfterSeconds: 1 });

    finish[0]?.();
    expect(await results[0]).toBe(1);
    expect(started).toEqual([1, 2, 3]);
    finish[1]?.();
    finish[2]?.();
    await Promise.all([results[1], results[2]]);
    finish[3]?.();
    expect(await results[3]).toBe(4);
  });

  it("are given back by work that fails", async () => {
    const turns = new Turns({ atOnce: 1, waiting: 0 });
    await expect(turns.run(() => Promise.reject(new Error("lost")))).rejects.toThrow("lost");
    expect(await turns.run(async () => "done")).toBe("done");
  });
});
