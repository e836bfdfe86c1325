import { setImmediate as turn } from "node:timers/promises";
import { expect, it } from "vitest";
import { Turns } from "./turns.ts";

it("lets so many tasks run at a time, begins the others in order, and goes on after one that fails", async () => {
  const turns = new Turns(2);
  const begun: number[] = [];
  const tasks = [0, 1, 2, 3].map(() => Promise.withResolvers<string>());
  const results = tasks.map(({ promise }, index) =>
    turns.run(() => {
      begun.push(index);
      return promise;
    }),
  );
  expect(begun).toEqual([0, 1]);
  tasks[1]?.reject(new Error("broken"));
  await expect(results[1]).rejects.toThrow("broken");
  await turn();
  expect(begun).toEqual([0, 1, 2]);
  tasks[2]?.resolve("two");
  tasks[0]?.resolve("zero");
  expect([await results[0], await results[2]]).toEqual(["zero", "two"]);
  await turn();
  expect(begun).toEqual([0, 1, 2, 3]);
  tasks[3]?.resolve("three");
  expect(await results[3]).toBe("three");
  expect(await turns.run(async () => "again")).toBe("again");
});
