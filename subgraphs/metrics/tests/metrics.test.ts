import type { StoredEvent } from "@marquee/view-events";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { receive } from "./memory-view-event-store.ts";
import { type MetricsDatabase, metricsDatabase } from "./metrics-database.ts";
import { alice, carol, nobody, type RunningMetrics, runningMetrics } from "./running-metrics.ts";
import { eventsOf, viewEvent } from "./watching.ts";

const ENTITIES = `query ($playables: [_Any!]!, $from: DateTime!, $to: DateTime!, $step: AudienceStep) {
  _entities(representations: $playables) { ... on Playable { id audience(from: $from, to: $to, step: $step) {
    asOf definition
    totals { at attempts plays views uniqueViewers watchSeconds }
    steps { at attempts plays views uniqueViewers watchSeconds }
  } } }
}`;
const COUNTS = `query ($playables: [_Any!]!) {
  _entities(representations: $playables) { ... on Playable { id viewerCount { viewers asOf precision definition } } }
}`;
const playables = (...ids: readonly string[]) => ids.map((id) => ({ __typename: "Playable", id }));
const minuteAt = (atMs: number) => new Date(Math.floor(atMs / 60_000) * 60_000).toISOString();
const eventNow = (change: Partial<StoredEvent> = {}) => viewEvent({ startedAtMs: Date.now() - 10_000, ...change });
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 20_000, interval: 50 });

describe("metrics", () => {
  let database: MetricsDatabase;
  let metrics: RunningMetrics;
  beforeAll(async () => {
    database = await metricsDatabase(4);
  });
  afterAll(() => database[Symbol.asyncDispose]());
  beforeEach(async () => {
    await database.pool.query("TRUNCATE watch_history.view_events, watch_history.touched_windows, metrics.swept_parts");
    metrics = await runningMetrics(database.url);
  });
  afterEach(() => metrics[Symbol.asyncDispose]());

  const codeOf = async (...question: Parameters<RunningMetrics["ask"]>) => (await metrics.ask(...question)).errors?.[0]?.extensions.code;

  describe("viewerCount", () => {
    it("is answered to everybody, for many playables at once, with 0 where nobody watches and null for what is no id", async () => {
      await metrics.publish(eventNow({ sessionId: "a" }), eventNow({ sessionId: "b" }), eventNow({ sessionId: "c", playableId: "series" }));
      await eventually(async () => {
        const { data } = await metrics.ask(nobody, COUNTS, { playables: playables("film", "series", "unwatched", "\u0000") });
        const definition = expect.stringContaining("not more than 35 s old");
        const counted = (viewers: number) => ({
          viewers,
          precision: "EXACT",
          definition,
          asOf: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
        });
        expect(data?._entities).toEqual([
          { id: "film", viewerCount: counted(2) },
          { id: "series", viewerCount: counted(1) },
          { id: "unwatched", viewerCount: counted(0) },
          null,
        ]);
      });
    });

    it("is counted on after a restart, from the stored events", async () => {
      await receive(database.viewEvents, [eventNow({ sessionId: "a" }), eventNow({ sessionId: "b" })]);
      await using restarted = await runningMetrics(database.url);
      await eventually(async () => {
        const { data } = await restarted.ask(nobody, COUNTS, { playables: playables("film") });
        expect(data?._entities).toMatchObject([{ viewerCount: { viewers: 2, precision: "EXACT" } }]);
      });
    });

    it("is pushed to everybody who subscribes, when it changes", async () => {
      await using followed = metrics.subscribe(
        nobody,
        'subscription { viewerCount(playableId: "film") { viewers asOf precision playable { id } } }',
      );
      const told = () => followed.told.map(({ data }) => data?.viewerCount);
      await eventually(() => expect(told().at(-1)).toMatchObject({ viewers: 0, precision: "EXACT" }));
      await metrics.publish(eventNow());
      await eventually(() => expect(told().at(-1)).toMatchObject({ viewers: 1, precision: "EXACT", playable: { id: "film" } }));
      await metrics.publish(eventNow({ sequence: 2, kind: "STOPPED" }));
      await eventually(() => expect(told().at(-1)).toMatchObject({ viewers: 0, precision: "EXACT" }));
      expect(told().length).toBeLessThanOrEqual(4);
    });

    it("refuses a subscription to what is no id", async () => {
      await using followed = metrics.subscribe(nobody, 'subscription { viewerCount(playableId: "") { viewers } }');
      await eventually(() => expect(followed.told).toMatchObject([{ errors: [{ extensions: { code: "BAD_USER_INPUT" } }] }]));
    });
  });

  describe("liveViewers", () => {
    const LIVE = "query ($first: Int) { liveViewers(first: $first) { viewers precision playable { id } } }";

    it("ranks the most watched for an operator", async () => {
      await metrics.publish(eventNow({ sessionId: "a", playableId: "less" }));
      await metrics.publish(...["b", "c"].map((sessionId) => eventNow({ sessionId, playableId: "more" })));
      const more = { viewers: 2, precision: "EXACT", playable: { id: "more" } };
      const less = { viewers: 1, precision: "EXACT", playable: { id: "less" } };
      await eventually(async () => expect((await metrics.ask(carol, LIVE)).data?.liveViewers).toEqual([more, less]));
      expect((await metrics.ask(carol, LIVE, { first: 1 })).data?.liveViewers).toEqual([more]);
    });

    it("is pushed to an operator, a title that goes to 0 included", async () => {
      await using followed = metrics.subscribe(carol, "subscription { liveViewers(first: 3) { viewers playable { id } } }");
      await metrics.publish(eventNow());
      await eventually(() => expect(followed.told.at(-1)?.data?.liveViewers).toEqual([{ viewers: 1, playable: { id: "film" } }]));
      await metrics.publish(eventNow({ sequence: 2, kind: "ENDED" }));
      await eventually(() => expect(followed.told.at(-1)?.data?.liveViewers).toEqual([{ viewers: 0, playable: { id: "film" } }]));
    });

    it.each([
      { who: "nobody", claims: nobody, code: "UNAUTHENTICATED" },
      { who: "a viewer", claims: alice, code: "FORBIDDEN" },
    ])("is refused to $who, as a query and as a subscription", async ({ claims, code }) => {
      expect(await codeOf(claims, LIVE)).toBe(code);
      await using followed = metrics.subscribe(claims, "subscription { liveViewers { viewers } }");
      await eventually(() => expect(followed.told).toMatchObject([{ errors: [{ extensions: { code } }] }]));
    });

    it.each([0, -1, 101])("refuses a list of %i", async (first) => {
      expect(await codeOf(carol, LIVE, { first })).toBe("BAD_USER_INPUT");
    });
  });

  describe("audience", () => {
    /** Watched for 35 s and received right then, a quarter of an hour ago. */
    const startedAtMs = Math.floor(Date.now() / 60_000) * 60_000 - 900_000;
    const watching = { sessionId: "a", playableId: "film", startedAtMs, durationSeconds: 5_400, deltasMs: [9_000, 9_000, 9_000, 8_000] };
    const range = { from: new Date(startedAtMs - 30_000), to: new Date(startedAtMs + 60_001) };

    it("is what was watched, once it was swept, in steps that begin with their minute", async () => {
      await receive(database.viewEvents, eventsOf(watching));
      await using restarted = await runningMetrics(database.url);
      await eventually(async () => {
        const { data } = await restarted.ask(carol, ENTITIES, { playables: playables("film", "series"), ...range });
        const none = { attempts: 0, plays: 0, views: 0, uniqueViewers: null, watchSeconds: 0 };
        const watched = { attempts: 1, plays: 1, views: 1, uniqueViewers: null, watchSeconds: 35 };
        const at = [-60_000, 0, 60_000].map((ms) => minuteAt(startedAtMs + ms));
        expect(data?._entities).toMatchObject([
          {
            id: "film",
            audience: {
              asOf: expect.stringMatching(/:00\.000Z$/),
              definition: expect.stringContaining("30 s of watched time"),
              totals: { at: at[0], ...watched },
              steps: [
                { at: at[0], ...none },
                { at: at[1], ...watched },
                { at: at[2], ...none },
              ],
            },
          },
          { id: "series", audience: { totals: none } },
        ]);
      });
    });

    it("has no number for what is still to come, at whatever time it is asked for", async () => {
      const ask = async (from: string, to: string, step: string) =>
        (await metrics.ask(carol, ENTITIES, { playables: playables("film"), from, to, step })).data?._entities;
      const unknown = { attempts: null, plays: null, views: null, uniqueViewers: null, watchSeconds: null };
      await eventually(async () => {
        expect(await ask("2020-01-01T12:00:00.000Z", "2020-01-01T13:00:00.000Z", "HOUR")).toMatchObject([
          { audience: { totals: { views: 0 } } },
        ]);
      });
      expect(await ask("9999-12-30T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "DAY")).toMatchObject([
        { audience: { totals: { at: "9999-12-30T00:00:00.000Z", ...unknown }, steps: [unknown, unknown] } },
      ]);
      expect(await ask("0001-01-01T00:00:00.000Z", "0001-01-02T00:00:00.000Z", "DAY")).toMatchObject([
        { audience: { steps: [{ at: "0001-01-01T00:00:00.000Z", views: 0 }] } },
      ]);
    });

    it.each([
      { claims: nobody, change: {}, code: "UNAUTHENTICATED" },
      { claims: alice, change: {}, code: "FORBIDDEN" },
      { claims: carol, change: { to: range.from }, code: "BAD_USER_INPUT" },
      { claims: carol, change: { from: range.to, to: range.from }, code: "BAD_USER_INPUT" },
      { claims: carol, change: { to: new Date(startedAtMs + 1_500 * 60_000) }, code: "BAD_USER_INPUT" },
      { claims: carol, change: { to: "yesterday" }, code: "BAD_USER_INPUT" },
      { claims: carol, change: { to: new Date(startedAtMs + 1_499 * 60_000) }, code: undefined },
      { claims: carol, change: { step: null }, code: undefined },
    ])("answers $claims with $code for $change", async ({ claims, change, code }) => {
      expect(await codeOf(claims, ENTITIES, { playables: playables("film"), ...range, ...change })).toBe(code);
    });
  });

  it("is ready, and says so when its database is gone", async () => {
    expect(await metrics.service.problems()).toEqual([]);
    const lost = await metricsDatabase(4);
    await using orphan = await runningMetrics(lost.url);
    await lost[Symbol.asyncDispose]();
    expect(await orphan.service.problems()).toEqual([expect.stringMatching(/^DATABASE_URL: .* there is no such database/)]);
  });

  it("is not for who does not come from the router", async () => {
    const response = await fetch(metrics.service.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ __typename }" }),
    });
    expect(response.status).toBe(401);
  });
});
