import type { Cassandra } from "@marquee/cassandra";
import { testKeyspace } from "@marquee/cassandra/testing";
import { EngineProblem } from "@marquee/settings";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { viewEventStoreContract } from "../view-event-store.contract.ts";
import type { StoredEvent } from "../view-event-store.ts";
import { windowOf } from "../window-of.ts";
import { cassandraViewEventStore, fixPartsCassandra, migrateViewEvents, requirePartsCassandra, requireViewEvents } from "./index.ts";

const logger = pino({ level: "silent" });

viewEventStoreContract("Cassandra", async () => {
  const { cassandra, ...keyspace } = await testKeyspace();
  await migrateViewEvents(cassandra, 90, logger);
  return { ...keyspace, store: cassandraViewEventStore({ cassandra, parts: 16, keptDays: 90 }), expiresOnCall: false };
});

describe("view events in Cassandra", () => {
  let cassandra: Cassandra;
  const opened = new AsyncDisposableStack();
  beforeAll(async () => {
    ({ cassandra } = opened.use(await testKeyspace()));
    await expect(requireViewEvents(cassandra)).rejects.toBeInstanceOf(EngineProblem);
    await migrateViewEvents(cassandra, 90, logger);
  });
  afterAll(() => opened.disposeAsync());

  it("lie in a number of parts that the first who asks fixes, and any other is refused", async () => {
    await expect(requirePartsCassandra({ cassandra, parts: 16 })).rejects.toThrow("their owner has not fixed the number yet");
    await Promise.all([1, 2].map(() => fixPartsCassandra({ cassandra, parts: 16 })));
    await fixPartsCassandra({ cassandra, parts: 16 });
    for (const withParts of [fixPartsCassandra, requirePartsCassandra]) {
      await expect(withParts({ cassandra, parts: 64 })).rejects.toThrow(
        /^VIEW_EVENT_PARTS: expected 16, in how many parts the view events in the keyspace "test_\w+" at [\d.:, ]+ lie for good, but it is 64\.$/,
      );
    }
  });

  it("expire together with their window, however late they came, and with its marks", async () => {
    const store = cassandraViewEventStore({ cassandra, parts: 16, keptDays: 90 });
    const startedAtMs = Date.now() - 10 * 3_600_000;
    const inTime = event({ sequence: 1, startedAtMs, receivedAtMs: startedAtMs });
    const late = event({ sequence: 2, startedAtMs, receivedAtMs: Date.now() });
    await cassandraViewEventStore({ cassandra, parts: 16, keptDays: 90, nowMs: () => startedAtMs }).write([inTime]);
    await store.write([late]);
    const window = windowOf(late, 16);
    await store.mark([{ ...window, receivedMinute: window.minute + 600 }]);
    const { rows } = await cassandra.run(
      "SELECT sequence, ttl(payload) AS ttl FROM view_events WHERE playable_id = ? AND minute = ? AND part = ?",
      [window.playableId, window.minute, window.part],
    );
    const [first, second] = rows.map(({ ttl }) => Number(ttl));
    // The first was told that it was ten hours ago; Cassandra's clock was not.
    expect(Math.abs((first ?? 0) - (second ?? 0) - 10 * 3_600)).toBeLessThanOrEqual(2);
    expect(Math.abs((second ?? 0) - ((window.minute + 1) * 60 + 90 * 86_400 - Date.now() / 1_000))).toBeLessThanOrEqual(2);
  });

  it("are read over more pages than one", async () => {
    const store = cassandraViewEventStore({ cassandra, parts: 16, keptDays: 90 });
    const events = Array.from({ length: 12_000 }, (_, index) => event({ playableId: "paged", sequence: index + 1 }));
    await store.write(events);
    const [first] = events;
    expect(first && (await store.read(windowOf(first, 16)))).toEqual(events);
  });

  it("are compacted in fewer than 50 windows, however long they are kept", async () => {
    const windowHours = async () => {
      const { rows } = await cassandra.run(
        "SELECT compaction FROM system_schema.tables WHERE keyspace_name = ? AND table_name = 'view_events'",
        [cassandra.keyspace],
      );
      return Number(rows[0]?.compaction.compaction_window_size);
    };
    for (const keptDays of [0.5, 90, 365, 90]) {
      await migrateViewEvents(cassandra, keptDays, logger);
      expect((keptDays * 24) / (await windowHours())).toBeLessThan(48);
    }
    expect(await windowHours()).toBe(48);
  });

  it("of a later format are named, not guessed", async () => {
    const store = cassandraViewEventStore({ cassandra, parts: 16, keptDays: 90 });
    const of = event({ playableId: "later format" });
    await store.write([of]);
    const { playableId, minute, part } = windowOf(of, 16);
    await cassandra.run(
      "UPDATE view_events SET payload = 0x0900 WHERE playable_id = ? AND minute = ? AND part = ? AND session_id = ? AND source = 1 AND sequence = 1",
      [playableId, minute, part, of.sessionId],
    );
    await expect(store.read({ playableId, minute, part })).rejects.toThrow("unknown format: 0900");
  });

  it("are refused where a later version has changed the tables", async () => {
    await cassandra.run("INSERT INTO migrations (owner, name) VALUES ('view-events', 'view-events-999')");
    await expect(requireViewEvents(cassandra)).rejects.toThrow('a later version has applied "view-events-999"');
  });
});

function event(change: Partial<StoredEvent>): StoredEvent {
  return {
    sessionId: "session of alice",
    source: "GRAPH",
    sequence: 1,
    kind: "PLAYING",
    playableId: "tidewater",
    profileId: "alice",
    startedAtMs: Date.UTC(2026, 10, 1),
    elapsedMs: 0,
    positionSeconds: 10,
    watchedDeltaMs: 10_000,
    watchedMs: 10_000,
    durationSeconds: 5_400,
    receivedAtMs: Date.UTC(2026, 10, 1),
    ...change,
  };
}
