import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Backlog } from "./backlog.ts";
import { type Reader, SharedStreams, type StreamOptions } from "./shared-streams.ts";

/** A source that tests push into, and how often it was opened and closed. */
function source(keepsLatest = true) {
  const opened: Backlog<number>[] = [];
  let closed = 0;
  const open = (signal: AbortSignal) => {
    const values = new Backlog<number>({ keepsLatest: false, limit: 100, sizeOf: () => 1, onLeave: () => {} });
    opened.push(values);
    signal.addEventListener("abort", () => {
      closed += 1;
      void values.return();
    });
    return values;
  };
  const options: StreamOptions<number> = { key: "k", keepsLatest, open };
  return { options, opened, closed: () => closed };
}

/** What it heard, and "end" or why it ended. */
function listener() {
  const heard: unknown[] = [];
  const reader: Reader<number> = { next: (value) => void heard.push(value), end: (error) => void heard.push(error ?? "end") };
  return { heard, reader };
}

describe("a shared stream", () => {
  it("opens once for all, and closes when the last reader leaves", async () => {
    const shared = new SharedStreams<number>();
    const { options, opened, closed } = source();
    const listeners = [listener(), listener(), listener()];
    const [first, second, third] = listeners.map(({ reader }) => shared.join(options, reader));
    expect([shared.size, shared.readers, opened.length]).toEqual([1, 3, 1]);
    first?.();
    first?.();
    opened[0]?.put(1);
    await turn();
    expect(listeners.map(({ heard }) => heard)).toEqual([[], [1], [1]]);
    second?.();
    expect(closed()).toBe(0);
    third?.();
    expect([closed(), shared.size]).toEqual([1, 0]);
  });

  it("is opened anew for one who comes after the last has left", async () => {
    const shared = new SharedStreams<number>();
    const { options, opened } = source();
    shared.join(options, listener().reader)();
    const { heard, reader } = listener();
    shared.join(options, reader);
    opened[1]?.put(2);
    await turn();
    expect(heard).toEqual([2]);
  });

  it("gives the last value to who joins late where the latest is kept, and nowhere else", async () => {
    for (const keepsLatest of [true, false]) {
      const shared = new SharedStreams<number>();
      const { options, opened } = source(keepsLatest);
      const [early, late] = [listener(), listener()];
      shared.join(options, early.reader);
      opened[0]?.put(1);
      await turn();
      shared.join(options, late.reader);
      expect(late.heard).toEqual(keepsLatest ? [1] : []);
      opened[0]?.put(2);
      await turn();
      expect([early.heard, late.heard.at(-1)]).toEqual([[1, 2], 2]);
    }
  });

  it("ends for its readers when its source ends, and tells nothing more to who has left", async () => {
    const shared = new SharedStreams<number>();
    const { options, opened } = source();
    const [stays, leaves] = [listener(), listener()];
    shared.join(options, stays.reader);
    shared.join(options, leaves.reader)();
    opened[0]?.put(1);
    opened[0]?.end();
    await turn();
    expect([stays.heard, leaves.heard, shared.size]).toEqual([[1, "end"], [], 0]);
  });

  it("ends for its readers with why its source failed", async () => {
    const { heard, reader } = listener();
    const open = async function* () {
      yield 1;
      throw new Error("broken");
    };
    new SharedStreams<number>().join({ key: "k", keepsLatest: false, open }, reader);
    await turn();
    expect(heard).toEqual([1, new Error("broken")]);
  });
});
