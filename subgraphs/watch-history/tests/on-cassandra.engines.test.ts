import { type Cassandra, openCassandra } from "@marquee/cassandra";
import { testKeyspace } from "@marquee/cassandra/testing";
import { windowOf } from "@marquee/view-events";
import { cassandraViewEventStore } from "@marquee/view-events/cassandra";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type FaultyLink, faultyLink } from "./faulty-link.ts";
import { accepted, alice, heartbeat, type StartedService, startedService, tokenOf } from "./started-service.ts";

describe("watch-history on Cassandra", () => {
  const opened = new AsyncDisposableStack();
  let cassandra: Cassandra;
  let link: FaultyLink;
  let service: StartedService;
  beforeAll(async () => {
    const keyspace = opened.use(await testKeyspace());
    cassandra = keyspace.cassandra;
    link = opened.use(await faultyLink(keyspace.options.contactPoints[0] ?? ""));
    service = opened.use(await startedService({ cassandra: { ...keyspace.options, contactPoints: [link.address] } }));
  });
  afterAll(() => opened.disposeAsync());

  const tryAgain = { status: "TRY_AGAIN", reason: "the events could not be kept now", retryAfterSeconds: expect.any(Number) };
  const startedAtMs = Math.floor(Date.now() / 60_000 - 2) * 60_000;
  const token = (sessionId: string) => tokenOf({ sessionId, startedAtMs });
  const kept = async (sessionId: string) => {
    const store = cassandraViewEventStore({ cassandra, parts: 16, keptDays: 90 });
    const events = await store.read(windowOf({ playableId: "tidewater", sessionId, startedAtMs, elapsedMs: 10_000 }, 16));
    return events.filter((event) => event.sessionId === sessionId);
  };
  const isReady = () => fetch(`${service.origin}/readyz`).then(({ status }) => status === 200);

  it("keeps a report, resumes where it was, and shows it in the history", async () => {
    expect(await service.report(alice, token("first"), [heartbeat(1), heartbeat(2)])).toEqual(accepted(1, 2));
    expect(await kept("first")).toMatchObject([1, 2].map((sequence) => ({ sequence, kind: "PLAYING", watchedDeltaMs: 10_000 })));
    const { data } = await service.ask(
      alice,
      `{ _entities(representations: [{ __typename: "Profile", id: "alice" }]) { ... on Profile {
        continueWatching(first: 5) { progress { positionSeconds } } history(first: 5) { edges { node { watchedSeconds } } }
      } } }`,
    );
    expect(data).toEqual({
      _entities: [{ continueWatching: [{ progress: { positionSeconds: 20 } }], history: { edges: [{ node: { watchedSeconds: 20 } }] } }],
    });
  });

  it("accepts late, but accepts, while Cassandra answers after two seconds", async () => {
    link.delayAnswers(2_000);
    expect(await service.report(alice, token("slow"), [heartbeat(1)])).toEqual(accepted(1));
    link.delayAnswers(0);
  });

  it("asks to try again when Cassandra does not answer, and the retry loses nothing", async () => {
    link.delayAnswers(10_000);
    const askedAt = performance.now();
    expect(await service.report(alice, token("hung"), [heartbeat(1)])).toMatchObject({ events: [tryAgain] });
    expect(performance.now() - askedAt).toBeLessThan(8_500);
    link.delayAnswers(0);
    await vi.waitFor(async () => expect(await service.report(alice, token("hung"), [heartbeat(1)])).toEqual(accepted(1)), {
      timeout: 30_000,
      interval: 250,
    });
    expect(await kept("hung")).toHaveLength(1);
  });

  it("asks to try again at once while Cassandra is away, is not ready, and recovers by itself", async () => {
    expect(await isReady()).toBe(true);
    link.cut();
    const askedAt = performance.now();
    expect(await service.report(alice, token("away"), [heartbeat(1)])).toMatchObject({ events: [tryAgain] });
    expect(performance.now() - askedAt).toBeLessThan(2_500); // sooner than an answer that does not come is given up
    expect(await isReady()).toBe(false);
    link.mend();
    await vi.waitFor(async () => expect(await isReady()).toBe(true), { timeout: 30_000, interval: 250 });
    expect(await service.report(alice, token("away"), [heartbeat(1)])).toEqual(accepted(1));
    expect(await kept("away")).toHaveLength(1);
  });

  it("leaves the engine's tables to a second process that starts beside it", async () => {
    const options = { contactPoints: [link.address], localDatacenter: "datacenter1", keyspace: cassandra.keyspace, replicationFactor: 1 };
    await using second = await startedService({ cassandra: options });
    expect(await second.report(alice, token("second"), [heartbeat(1)])).toEqual(accepted(1));
    await using third = await openCassandra(options, pino({ level: "silent" }));
    expect(await third.problems()).toEqual([]);
  });
});
