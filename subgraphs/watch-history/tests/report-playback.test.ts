import type { LogEntry } from "@marquee/event-log";
import { viewStream } from "@marquee/events";
import { partOf, windowOf } from "@marquee/view-events";
import { postgresViewEventStore } from "@marquee/view-events/postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accepted, alice, bob, heartbeat, type StartedService, startedService, tokenOf } from "./started-service.ts";

describe("reportPlayback", () => {
  let service: StartedService;
  beforeAll(async () => {
    service = await startedService();
  });
  afterAll(() => service[Symbol.asyncDispose]());

  const stored = (sessionId: string, startedAtMs: number, elapsedMs: number) => {
    const store = postgresViewEventStore({ pool: service.pool, schema: "watch_history", parts: 16 });
    return store.read(windowOf({ playableId: "tidewater", sessionId, startedAtMs, elapsedMs }, 16));
  };

  it("keeps a report under its identity, with its window marked", async () => {
    const startedAtMs = Date.now() - 30_000;
    expect(await service.report(alice, tokenOf({ sessionId: "kept", startedAtMs }), [heartbeat(1), heartbeat(2)])).toEqual(accepted(1, 2));
    const event = { sessionId: "kept", source: "GRAPH", sequence: 1, kind: "PLAYING", playableId: "tidewater" };
    expect((await stored("kept", startedAtMs, 10_000))[0]).toMatchObject({
      ...event,
      startedAtMs,
      watchedDeltaMs: 10_000,
      durationSeconds: 60,
    });
    const window = windowOf({ playableId: "tidewater", sessionId: "kept", startedAtMs, elapsedMs: 10_000 }, 16);
    const { rows } = await service.pool.query("SELECT minute, part FROM watch_history.touched_windows WHERE part = $1", [window.part]);
    expect(rows).toContainEqual({ minute: window.minute, part: window.part });
  });

  it("calls a profile by one name in raw events, which is not its own", async () => {
    const startedAtMs = Math.floor(Date.now() / 60_000) * 60_000 - 60_000;
    for (const profileId of ["alice", "bob"]) {
      const token = tokenOf({ sessionId: `of ${profileId}`, profileId, startedAtMs });
      await service.report({}, token, [heartbeat(1), heartbeat(2)]);
    }
    const names = await Promise.all(
      ["of alice", "of bob"].map(async (sessionId) => {
        const events = (await stored(sessionId, startedAtMs, 10_000)).filter((event) => event.sessionId === sessionId);
        return events.map(({ profileId }) => profileId);
      }),
    );
    const [[hers] = [], [his] = []] = names;
    expect(names).toEqual([
      [hers, hers],
      [his, his],
    ]);
    expect(new Set(["alice", "bob", hers, his]).size).toBe(4);
  });

  it("accepts a repeat, and lets the content that came later stay", async () => {
    const startedAtMs = Math.floor(Date.now() / 60_000) * 60_000 - 120_000;
    const token = tokenOf({ sessionId: "repeat", startedAtMs });
    const contents = [10, 11, 12].map((positionSeconds) => heartbeat(1, { positionSeconds }));
    for (const content of contents) expect(await service.report(alice, token, [content])).toEqual(accepted(1));
    expect(await service.report(alice, token, [...contents].reverse())).toEqual(accepted(1, 1, 1));
    expect(await stored("repeat", startedAtMs, 10_000)).toMatchObject([{ sequence: 1, positionSeconds: 10 }]);
  });

  it("judges each event alone and answers in order, with the reason", async () => {
    const token = tokenOf({ sessionId: "mixed" });
    const events = [
      heartbeat(1),
      heartbeat(2, { positionSeconds: -1 }),
      heartbeat(3, { positionSeconds: 65.5 }),
      heartbeat(4, { elapsedMs: 200_000 }),
      heartbeat(5, { watchedDeltaMs: 50_001 }),
      heartbeat(6, { watchedMs: 65_001 }),
      heartbeat(0),
      heartbeat(5),
    ];
    const answer = await service.report(alice, token, events);
    const of = (sequence: number, reason: string) => ({ sequence, status: "REFUSED", reason, retryAfterSeconds: null });
    expect(answer).toEqual({
      events: [
        { sequence: 1, status: "ACCEPTED", reason: null, retryAfterSeconds: null },
        of(2, "the position is negative"),
        of(3, "the position is beyond the end: the film has 60 seconds"),
        of(4, "the event is ahead of time"),
        of(5, "the watched delta is above its total"),
        of(6, "more was watched than time has passed"),
        of(0, "the sequence starts at 1, this one is 0"),
        { sequence: 5, status: "ACCEPTED", reason: null, retryAfterSeconds: null },
      ],
    });
  });

  it("says that an event older than 24 hours is too late, and takes the younger ones beside it", async () => {
    const token = tokenOf({ sessionId: "late", startedAtMs: Date.now() - 24 * 3_600_000 - 15_000 });
    expect(await service.report(alice, token, [heartbeat(1), heartbeat(2)])).toMatchObject({
      events: [{ status: "TOO_LATE" }, { status: "ACCEPTED" }],
    });
  });

  it("refuses graph reports of a session that reports by CMCD", async () => {
    const answer = await service.report(alice, tokenOf({ sessionId: "cmcd", reporting: "CMCD" }), [heartbeat(1)]);
    expect(answer).toMatchObject({ events: [{ status: "REFUSED", reason: "this session reports by CMCD" }] });
  });

  it.each([
    ["signed by somebody else", tokenOf({}, "another secret of thirty-two characters")],
    ["changed", tokenOf().replace(/^./, "f")],
    ["given another signature", `${tokenOf().split(".")[0]}.${tokenOf({ sessionId: "another" }).split(".")[1]}`],
    ["no token at all", "hello"],
    ["empty", ""],
    ["of many parts", "a.b.c"],
  ])("answers InvalidToken for a token that is %s", async (_, token) => {
    expect(await service.report(alice, token, [heartbeat(1)])).toMatchObject({ __typename: "InvalidToken" });
  });

  it("answers InvalidToken for another profile's token, and takes one without a selected profile by its signature", async () => {
    const token = tokenOf({ sessionId: "hers" });
    expect(await service.report(bob, token, [heartbeat(1)])).toMatchObject({ __typename: "InvalidToken" });
    expect(await service.report({}, token, [heartbeat(1)])).toEqual(accepted(1));
  });

  it.each([0, 101])("takes 1 to 100 events, not %i", async (count) => {
    const events = Array.from({ length: count }, (_, index) => heartbeat(index + 1));
    const message = `"events" takes 1 to 100 events, not ${count}.`;
    expect(await service.report(alice, tokenOf(), events)).toMatchObject([{ message, extensions: { code: "BAD_USER_INPUT" } }]);
  });

  it.each([
    ["a kind that is none", heartbeat(1, { kind: "DANCING" })],
    ["a number that is none", heartbeat(1, { positionSeconds: "ten" })],
    ["a fraction of a millisecond", heartbeat(1, { elapsedMs: 0.5 })],
    ["a sequence beyond 32 bits", heartbeat(1, { sequence: 2 ** 31 })],
  ])("answers BAD_USER_INPUT for %s", async (_, event) => {
    expect(await service.report(alice, tokenOf(), [event])).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
  });

  it("publishes what it accepted to the log of the session's part, under the session", async () => {
    const sessionId = "published";
    await service.report(alice, tokenOf({ sessionId }), [heartbeat(1), heartbeat(2, { positionSeconds: -1 }), heartbeat(3)]);
    const entries: LogEntry[] = [];
    for await (const batch of service.eventLog.read(viewStream(partOf(sessionId, 16)), "oldest", AbortSignal.timeout(20_000))) {
      entries.push(...batch.filter(({ key }) => key === sessionId)); // other tests' sessions share the part
      if (entries.length >= 2) break;
    }
    expect(entries.map(({ value }) => value)).toMatchObject([
      { sessionId, source: "GRAPH", sequence: 1, positionSeconds: 10 },
      { sessionId, source: "GRAPH", sequence: 3, positionSeconds: 30 },
    ]);
  });

  it("takes the reports of many devices at once", async () => {
    const devices = Array.from({ length: 300 }, (_, number) => `device ${number}`);
    const answers = await Promise.all(devices.map((sessionId) => service.report(alice, tokenOf({ sessionId }), [heartbeat(1)])));
    expect(answers).toEqual(devices.map(() => accepted(1)));
    const { rows } = await service.pool.query(
      "SELECT count(*)::int AS kept FROM watch_history.view_events WHERE session_id LIKE 'device %'",
    );
    expect(rows).toEqual([{ kept: 300 }]);
  });
});
