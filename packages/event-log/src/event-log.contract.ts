import { type Tracked, trackCalls } from "@marquee/contract-coverage";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type EventLog, type LogEntry, LogOverflow, UnreadableMessage } from "./event-log.ts";

/** What every event log does. `make` opens a new, empty one that keeps 100 entries of a stream and retries twice, at once. */
export function eventLogContract(name: string, make: () => Promise<EventLog>): void {
  describe(`event log: ${name}`, () => {
    const called = new Set<PropertyKey>();
    let underTest: Tracked<EventLog>;
    let log: EventLog;
    let reading: AbortController;
    beforeEach(async () => {
      underTest = trackCalls(await make(), called);
      log = underTest.tracked;
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
      while (taken.length < count) {
        const { done, value } = await entries.next();
        if (done) throw new Error(`the reading ended after ${taken.length} entries`);
        taken.push(...value);
      }
      return taken;
    };
    /** Throws at once where others reject. */
    const fails = (entries: readonly LogEntry[]): Promise<void> => {
      if (values(entries).includes("bad")) throw new UnreadableMessage("cannot be read");
      return Promise.resolve();
    };
    const setAside = (count: number) => vi.waitFor(async () => expect(await log.countSetAside()).toBe(count), { timeout: 20_000 });

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
      await append("s", 2);
      expect(values(await take(entries, 1))).toEqual([2]);
    });

    it("is read from a moment on, or from the oldest on when that is older", async () => {
      await append("s", 1);
      const [first] = await take(log.read("s", "oldest", reading.signal), 1);
      const momentMs = (first?.appendedAtMs ?? 0) + 1;
      await vi.waitUntil(() => Date.now() > momentMs);
      await append("s", 2);
      expect(values(await take(log.read("s", { sinceMs: momentMs }, reading.signal), 1))).toEqual([2]);
      expect(values(await take(log.read("s", { sinceMs: momentMs - 60_000 }, reading.signal), 2))).toEqual([1, 2]);
      const later = log.read("s", { sinceMs: momentMs + 60_000 }, AbortSignal.timeout(50));
      expect((await later.next()).done).toBe(true);
    });

    it("is read by many at once, each from its own position", async () => {
      const parts = Array.from({ length: 16 }, (_, part) => `views.${part}`);
      const readings = parts.map((part) => log.read(part, "now", reading.signal));
      await Promise.all(parts.map((part) => append(part, part)));
      expect(await Promise.all(readings.map(async (entries) => values(await take(entries, 1))))).toEqual(parts.map((part) => [part]));
      const again = log.read("views.7", "oldest", reading.signal);
      await append("views.7", "next");
      expect(values(await take(again, 2))).toEqual(["views.7", "next"]);
      expect(values(await take(readings[7] ?? again, 1))).toEqual(["next"]);
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
      await expect(take(entries, 1_000)).rejects.toBeInstanceOf(LogOverflow);
      const kept = await take(log.read("s", "oldest", reading.signal), 100);
      expect(kept.length).toBeLessThan(200);
    });

    it("hands each message to one worker of a group, and to every group", async () => {
      const seen: Record<string, unknown[]> = { one: [], two: [] };
      const note = (group: string) => async (entries: readonly LogEntry[]) => void seen[group]?.push(...values(entries));
      await append("s", 1, 2);
      await using _a = log.consume("s", "one", note("one"), () => {});
      await using _b = log.consume("s", "one", note("one"), () => {});
      await using _c = log.consume("s", "two", note("two"), () => {});
      await append("s", 3);
      await vi.waitFor(() => expect(seen).toEqual({ one: [1, 2, 3], two: [1, 2, 3] }), { timeout: 20_000 });
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
      await vi.waitFor(() => expect(handled).toEqual(["before", "after"]), { timeout: 20_000 });
      expect(aside).toEqual(["bad", "Error: cannot be handled"]);
      expect(failures).toBeGreaterThanOrEqual(3);
    });

    it("sets aside at once what cannot be read, says what and why, and hands it out again to its group alone", async () => {
      const mended: unknown[] = [];
      const others: unknown[] = [];
      await append("s", "good", "bad");
      {
        await using _ = log.consume("s", "g", fails, () => {});
        await setAside(1);
      }
      const [{ entry, setAsideAtMs, ...about }] = (await log.setAside()) as [Awaited<ReturnType<EventLog["setAside"]>>[number]];
      expect(about).toEqual({ stream: "s", group: "g", reason: "UnreadableMessage: cannot be read" });
      expect(entry).toMatchObject({ key: "k", value: "bad" });
      expect(setAsideAtMs).toBeGreaterThanOrEqual(entry.appendedAtMs);

      expect(await log.replay()).toBe(1);
      expect(await log.setAside()).toEqual([]);
      await append("s", "end");
      await using _one = log.consume(
        "s",
        "g",
        async (entries) => void mended.push(...values(entries)),
        () => {},
      );
      await using _two = log.consume(
        "s",
        "other",
        async (entries) => void others.push(...values(entries)),
        () => {},
      );
      await vi.waitFor(
        () =>
          expect([mended, others]).toEqual([
            ["bad", "end"],
            ["good", "bad", "end"],
          ]),
        { timeout: 20_000 },
      );
      expect(values(await take(log.read("s", "oldest", reading.signal), 3))).toEqual(["good", "bad", "end"]);
    });

    it("lists, counts and hands out again what one stream's group gave up, and leaves the rest", async () => {
      await append("a", "bad");
      await append("b", "bad");
      await using _a = log.consume("a", "g", fails, () => {});
      await using _b = log.consume("b", "g", fails, () => {});
      await using _c = log.consume("b", "h", fails, () => {});
      await setAside(3);
      const groups = async (of: Parameters<EventLog["setAside"]>[0]) => (await log.setAside(of)).map(({ stream, group }) => stream + group);
      expect(await groups({ stream: "a" })).toEqual(["ag"]);
      expect((await groups({ stream: "b" })).toSorted()).toEqual(["bg", "bh"]);
      expect((await groups({ group: "g" })).toSorted()).toEqual(["ag", "bg"]);
      expect(await log.countSetAside({ stream: "b", group: "h" })).toBe(1);
      expect(await log.replay({ stream: "b", group: "h" })).toBe(1);
      await setAside(3); // it was handed out, and given up again
      expect(await log.replay({ stream: "nothing" })).toBe(0);
    });

    it("stops a worker at once while another of its group waits for messages", async () => {
      const seen: unknown[] = [];
      const note = async (entries: readonly LogEntry[]) => void seen.push(...values(entries));
      await using _first = log.consume("s", "g", note, () => {});
      const second = log.consume("s", "g", note, () => {});
      await second[Symbol.asyncDispose]();
      await append("s", 1);
      await vi.waitFor(() => expect(seen).toEqual([1]), { timeout: 20_000 });
    });

    it("goes on where a stopped worker of the group had been", async () => {
      const seen: unknown[] = [];
      const note = async (entries: readonly LogEntry[]) => void seen.push(...values(entries));
      await append("s", 1);
      {
        await using _ = log.consume("s", "g", note, () => {});
        await vi.waitFor(() => expect(seen).toEqual([1]), { timeout: 20_000 });
      }
      await append("s", 2);
      expect(seen).toEqual([1]);
      await using _ = log.consume("s", "g", note, () => {});
      await vi.waitFor(() => expect(seen).toEqual([1, 2]), { timeout: 20_000 });
    });

    it("exercises every method of the interface", () => underTest.expectAllCalled());
  });
}
