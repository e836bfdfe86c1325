import { describe, expect, it } from "vitest";
import { LatestValue } from "./latest-value.ts";
import { SharedStreams } from "./shared-streams.ts";

/** A source that tests push into, and how often it was opened and closed. */
function source() {
  const opened: LatestValue<number>[] = [];
  let closed = 0;
  const open = (signal: AbortSignal) => {
    const values = new LatestValue<number>(() => {});
    opened.push(values);
    signal.addEventListener("abort", () => {
      closed += 1;
      void values.return();
    });
    return values;
  };
  return { open, opened, closed: () => closed };
}

const failures: unknown[] = [];
const streams = () => new SharedStreams<number>((error) => void failures.push(error));
const nextOf = async (reader: AsyncIterableIterator<number>) => (await reader.next()).value;

describe("a shared stream", () => {
  it("opens once for all, and closes when the last reader leaves", async () => {
    const shared = streams();
    const { open, opened, closed } = source();
    const readers = [shared.join("k", open), shared.join("k", open), shared.join("k", open)];
    expect([shared.size, shared.readers, opened.length]).toEqual([1, 3, 1]);
    await readers[0]?.return?.();
    await readers[0]?.return?.();
    opened[0]?.put(1);
    expect(await Promise.all(readers.map(nextOf))).toEqual([undefined, 1, 1]);
    await readers[1]?.return?.();
    expect(closed()).toBe(0);
    await readers[2]?.return?.();
    expect([closed(), shared.size]).toEqual([1, 0]);
  });

  it("is opened anew for one who comes after the last has left", async () => {
    const shared = streams();
    const { open, opened } = source();
    await shared.join("k", open).return?.();
    const reader = shared.join("k", open);
    opened[1]?.put(2);
    expect(await nextOf(reader)).toBe(2);
  });

  it("gives each reader the newest value when it asks, and drops those between", async () => {
    const shared = streams();
    const { open, opened } = source();
    const [quick, slow] = [shared.join("k", open), shared.join("k", open)];
    for (const value of [1, 2, 3]) {
      opened[0]?.put(value);
      expect(await nextOf(quick)).toBe(value);
    }
    expect(await nextOf(slow)).toBe(3);
  });

  it("hands over what still waits, then ends, when its source ends", async () => {
    const shared = streams();
    const { open, opened } = source();
    const [quick, slow] = [shared.join("k", open), shared.join("k", open)];
    opened[0]?.put(1);
    await quick.next();
    opened[0]?.end();
    expect((await quick.next()).done).toBe(true);
    expect([await slow.next(), (await slow.next()).done]).toEqual([{ done: false, value: 1 }, true]);
    expect(shared.size).toBe(0);
  });

  it("ends for its readers, and says why, when its source fails", async () => {
    const shared = streams();
    const reader = shared.join("k", async function* () {
      yield 1;
      throw new Error("broken");
    });
    expect([(await reader.next()).done, (await reader.next()).done]).toEqual([false, true]);
    expect(failures.map(String)).toEqual(["Error: broken"]);
  });

  it("lets a reader go that waits for a value", async () => {
    const reader = streams().join("k", source().open);
    const waiting = reader.next();
    await reader.return?.();
    expect((await waiting).done).toBe(true);
  });
});
