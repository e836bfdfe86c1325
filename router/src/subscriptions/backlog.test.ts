import { describe, expect, it } from "vitest";
import { Backlog } from "./backlog.ts";

function backlog(keepsLatest: boolean, limit = 10) {
  let left = 0;
  const onLeave = () => {
    left += 1;
  };
  const values = new Backlog<string>({ keepsLatest, limit, sizeOf: ({ length }) => length, onLeave });
  return { values, left: () => left };
}

const all = (values: Backlog<string>) => Array.fromAsync(values);

describe("a backlog", () => {
  it("keeps all values in order, for a reader who comes late or waits", async () => {
    const { values } = backlog(false);
    values.put("a");
    values.put("b");
    expect([(await values.next()).value, (await values.next()).value]).toEqual(["a", "b"]);
    const waiting = values.next();
    values.put("c");
    values.end();
    expect([await waiting, (await values.next()).done]).toEqual([{ done: false, value: "c" }, true]);
  });

  it("keeps the newest value alone where that is wanted", async () => {
    const { values } = backlog(true, 0);
    for (const value of ["aaaa", "bbbb", "cccc"]) expect(values.put(value)).toBe(true);
    values.end();
    expect(await all(values)).toEqual(["cccc"]);
  });

  it("takes no more than its limit, and has room again for what was read", async () => {
    const { values } = backlog(false, 3);
    expect(["aaaa", "b"].map((value) => values.put(value))).toEqual([true, false]);
    await values.next();
    expect(["cc", "dd", "e"].map((value) => values.put(value))).toEqual([true, true, false]);
    values.end("last");
    expect(await all(values)).toEqual(["cc", "dd", "last"]);
  });

  it("throws why it failed, after what still waits, once", async () => {
    const { values } = backlog(false);
    values.put("a");
    values.fail(new Error("broken"));
    values.put("b");
    expect((await values.next()).value).toBe("a");
    await expect(values.next()).rejects.toThrow("broken");
    expect((await values.next()).done).toBe(true);
  });

  it("lets a reader go that waits for a value, and says once that it left", async () => {
    const { values, left } = backlog(false);
    const waiting = values.next();
    await values.return();
    await values.return();
    expect([(await waiting).done, left()]).toEqual([true, 1]);
  });

  it("says nothing when the reader goes after the end", async () => {
    const { values, left } = backlog(false);
    values.end();
    await values.return();
    expect(left()).toBe(0);
  });
});
