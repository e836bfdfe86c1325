import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EventLog, LogEntry } from "./event-log.ts";
import { LogOverflow } from "./event-log.ts";

/** What every event log does. `make` opens a new, empty one that keeps 100 entries of a stream and retries twice, at once. */
export function eventLogContract(name: string, make: () => Promise<EventLog>): void {
  describe(`event log: ${name}`, () => {
    let log: EventLog;
    let reading: AbortController;
    beforeEach(async () => {
      log = await make();
      reading = new AbortController();
    });
    afterEach(async () => {
      reading.abort();
      await log[Symbol.asyncDispose]();
    });

    const values = (entries: readonly LogEntry[]) => entries.map(({ value }) => value);
    const append = (stream: string, ...all: unknown[]) =>
      log.append(
        stream,
        all.map((value) => ({ key: "k", value })),
      );
    const take = async (entries: AsyncIterator<readonly LogEntry[]>, count: number) => {
      const taken: LogEntry[] = [];
      while (taken.length < count) taken.push(...((await entries.next()).value as readonly LogEntry[]));
      return taken;
    };

    it("keeps its generation for its life", async () => {
      expect(await log.generation()).toBe(await log.generation());
      await using other = await make();
      expect(await other.generation()).not.toBe(await log.generation());
    });

    it("is read in order from the oldest on, and goes on with what comes", async () => {
      await append("s", 1, 2);
      const entries = log.read("s", "oldest", reading.signal);
      expect(values(await take(entries, 2))).toEqual([1, 2]);
      await append("s", { three: 3 });
      expect(values(await take(entries, 1))).toEqual([{ three: 3 }]);
    });

    it("is read from a position on, without the entry at it", async () => {
      await append("s", 1, 2, 3);
      const [first] = await take(log.read("s", "oldest", reading.signal), 1);
      const after = log.read("s", { after: first?.position ?? "" }, reading.signal);
      expect(values(await take(after, 2))).toEqual([2, 3]);
    });

    it("is read from now on", async () => {
      await append("s", 1);
      const entries = log.read("s", "now", reading.signal);
      const next = entries.next();
      await append("s", 2);
      expect(values((await next).value as readonly LogEntry[])).toEqual([2]);
    });

    it("keeps streams apart", async () => {
      await append("a", 1);
      await append("b", 2);
      expect(values(await take(log.read("b", "oldest", reading.signal), 1))).toEqual([2]);
    });

    it("ends a reading when its signal aborts", async () => {
      const next = log.read("s", "oldest", reading.signal).next();
      reading.abort();
      expect((await next).done).toBe(true);
    });

    it("tells a reader that fell behind what is kept", async () => {
      await append("s", 0);
      const entries = log.read("s", "oldest", reading.signal);
      await take(entries, 1);
      for (let round = 0; round < 4; round += 1) await append("s", ...Array.from({ length: 100 }, (_, i) => i));
      await expect(entries.next()).rejects.toBeInstanceOf(LogOverflow);
    });

    it("hands each message to one worker of a group, and to every group", async () => {
      const seen: Record<string, unknown[]> = { one: [], two: [] };
      const note = (group: string) => async (entries: readonly LogEntry[]) => void seen[group]?.push(...values(entries));
      await append("s", 1, 2);
      await using _a = log.consume("s", "one", note("one"), () => {});
      await using _b = log.consume("s", "one", note("one"), () => {});
      await using _c = log.consume("s", "two", note("two"), () => {});
      await append("s", 3);
      await vi.waitFor(() => expect(seen).toEqual({ one: [1, 2, 3], two: [1, 2, 3] }), { timeout: 5_000 });
    });

    it("hands a batch out one by one after a failure, then sets aside what fails again, and goes on", async () => {
      const handled: unknown[] = [];
      const aside: unknown[] = [];
      let failures = 0;
      const handle = async (entries: readonly LogEntry[]) => {
        if (values(entries).includes("bad")) {
          failures += 1;
          throw new Error("cannot be handled");
        }
        handled.push(...values(entries));
      };
      await append("s", "before", "bad", "after");
      await using _ = log.consume("s", "g", handle, (entry, reason) => aside.push(entry.value, String(reason)));
      await vi.waitFor(() => expect(handled).toEqual(["before", "after"]), { timeout: 5_000 });
      expect(aside).toEqual(["bad", "Error: cannot be handled"]);
      expect(failures).toBeGreaterThanOrEqual(3);
    });

    it("stops a worker at once while another of its group waits for messages", async () => {
      const seen: unknown[] = [];
      const note = async (entries: readonly LogEntry[]) => void seen.push(...values(entries));
      await using _first = log.consume("s", "g", note, () => {});
      const second = log.consume("s", "g", note, () => {});
      await second[Symbol.asyncDispose]();
      await append("s", 1);
      await vi.waitFor(() => expect(seen).toEqual([1]), { timeout: 5_000 });
    });

    it("goes on where a stopped worker of the group had been", async () => {
      const seen: unknown[] = [];
      const note = async (entries: readonly LogEntry[]) => void seen.push(...values(entries));
      await append("s", 1);
      {
        await using _ = log.consume("s", "g", note, () => {});
        await vi.waitFor(() => expect(seen).toEqual([1]), { timeout: 5_000 });
      }
      await append("s", 2);
      expect(seen).toEqual([1]);
      await using _ = log.consume("s", "g", note, () => {});
      await vi.waitFor(() => expect(seen).toEqual([1, 2]), { timeout: 5_000 });
    });
  });
}
