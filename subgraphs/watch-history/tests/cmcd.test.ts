import { windowOf } from "@marquee/view-events";
import { postgresViewEventStore } from "@marquee/view-events/postgres";
import { type Cmcd, CmcdReporter, encodeCmcd } from "@svta/cml-cmcd";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { alice, heartbeat, type StartedService, startedService, tokenOf } from "./started-service.ts";

const HOUR_MS = 3_600_000;

describe("POST /cmcd/<token>", () => {
  const startedAtMs = Date.now() - 120_000;
  let service: StartedService;
  beforeAll(async () => {
    service = await startedService();
  });
  afterAll(() => service[Symbol.asyncDispose]());

  const session = (sessionId: string, change: object = {}) =>
    tokenOf({ sessionId, startedAtMs, reporting: "CMCD", clockOffsetMs: 0, ...change });
  const post = (token: string, body: string, headers: Readonly<Record<string, string>> = { "content-type": "application/cmcd" }) =>
    fetch(`${service.origin}/cmcd/${token}`, { method: "POST", headers, body });
  const stored = async (sessionId: string) => {
    const store = postgresViewEventStore({ pool: service.pool, schema: "watch_history", parts: 16 });
    const minutes = [0, 60_000, 120_000].map((elapsedMs) => windowOf({ playableId: "tidewater", sessionId, startedAtMs, elapsedMs }, 16));
    const events = (await Promise.all(minutes.map((window) => store.read(window)))).flat();
    return events
      .filter((event) => event.sessionId === sessionId)
      .toSorted((a, b) => a.sequence - b.sequence || (a.source < b.source ? -1 : 1));
  };
  /** A report `elapsedMs` after the session's start, by a device's clock that is off by `clockMs`. */
  const line = (elapsedMs: number, report: Cmcd, clockMs = 0) =>
    encodeCmcd({ v: 2, ts: startedAtMs + elapsedMs + clockMs, ...report } as Cmcd, { version: 2, reportingMode: "event" });

  it("keeps the same events as a device reports itself, with what was watched", async () => {
    const body = [
      line(0, { e: "ps", sta: "s", sn: 0 }),
      line(10_000, { e: "t", sta: "p", sn: 1, pt: 10_000, "com.marquee-wd": 10_000, "com.marquee-wt": 10_000 }),
      line(15_000, { e: "ps", sta: "a", sn: 2, pt: 15_000.4, "com.marquee-wd": "5000", "com.marquee-wt": "15000" }),
    ].join("\n");
    expect((await post(session("kept"), body)).status).toBe(204);
    const who = { sessionId: "kept", source: "CMCD", playableId: "tidewater", startedAtMs, durationSeconds: 60 };
    expect(await stored("kept")).toMatchObject(
      [
        { ...who, sequence: 0, kind: "STARTED", elapsedMs: 0, positionSeconds: 0, watchedDeltaMs: 0, watchedMs: 0 },
        { ...who, sequence: 1, kind: "PLAYING", elapsedMs: 10_000, positionSeconds: 10, watchedDeltaMs: 10_000, watchedMs: 10_000 },
        { ...who, sequence: 2, kind: "PAUSED", elapsedMs: 15_000, positionSeconds: 15.0004, watchedDeltaMs: 5_000, watchedMs: 15_000 },
      ].map((event) => ({ ...event, positionSeconds: expect.closeTo(event.positionSeconds, 2) })),
    );
  });

  it("moves what the profile sees", async () => {
    const report = { e: "t", sta: "p", sn: 4, pt: 33_000, "com.marquee-wd": 10_000, "com.marquee-wt": 30_000 } as const;
    await post(session("moves", { profileId: "mover" }), line(30_000, report));
    const { rows } = await service.pool.query(
      `SELECT (cell).position_seconds AS at FROM watch_history.resume_points WHERE profile_id = 'mover'
       UNION ALL SELECT (cell).watched_ms FROM watch_history.watchings WHERE profile_id = 'mover'`,
    );
    expect(rows).toEqual([{ at: 33 }, { at: 30_000 }]);
  });

  it.each([
    ["starting", "s", "STARTED"],
    ["playing", "p", "PLAYING"],
    ["paused", "a", "PAUSED"],
    ["seeking", "k", "SEEKED"],
    ["rebuffering", "r", "BUFFERING"],
    ["ended", "e", "ENDED"],
    ["fatal error", "f", "FAILED"],
    ["quit", "q", "STOPPED"],
  ] as const)("calls %s %s", async (_, sta, kind) => {
    expect((await post(session(kind), line(1_000, { e: "ps", sta, sn: 1, pt: 1_000 }))).status).toBe(204);
    expect((await stored(kind)).map((event) => event.kind)).toEqual([kind]);
  });

  it.each([HOUR_MS, -HOUR_MS])(
    "refuses nothing of a device whose clock is %i ms off, and counts it in the right minute",
    async (clockMs) => {
      const sessionId = `clock ${clockMs}`;
      const watched = { "com.marquee-wd": 10_000, "com.marquee-wt": 10_000 };
      const body = line(70_000, { e: "t", sta: "p", sn: 7, pt: 10_000, ...watched }, clockMs);
      expect((await post(session(sessionId, { clockOffsetMs: clockMs }), body)).status).toBe(204);
      expect(await stored(sessionId)).toMatchObject([{ sequence: 7, elapsedMs: 70_000, watchedMs: 10_000 }]);
    },
  );

  it("makes one event of a repeat", async () => {
    const body = line(10_000, { e: "t", sta: "p", sn: 1, pt: 10_000 });
    for (const _ of ["once", "again"]) expect((await post(session("repeat"), body)).status).toBe(204);
    expect(await stored("repeat")).toHaveLength(1);
  });

  it("tells of quality alone without the two sums, and in a session whose watch time is reported otherwise", async () => {
    const sums = { "com.marquee-wd": 10_000, "com.marquee-wt": 10_000 };
    await post(session("no sums"), line(10_000, { e: "ps", sta: "r", sn: 1, pt: 10_000 }));
    await service.report(alice, session("both", { reporting: "GRAPH" }), [heartbeat(1)]);
    const graph = await post(session("both", { reporting: "GRAPH" }), line(20_000, { e: "ps", sta: "r", sn: 1, pt: 20_000, ...sums }));
    expect(graph.status).toBe(204);
    expect(await stored("no sums")).toMatchObject([{ kind: "BUFFERING", watchedDeltaMs: 0, watchedMs: 0 }]);
    expect(await stored("both")).toMatchObject([
      { source: "CMCD", kind: "BUFFERING", watchedDeltaMs: 0, watchedMs: 0 },
      { source: "GRAPH", watchedMs: 10_000 },
    ]);
  });

  it("leaves the resume point where it is when a seek only begins", async () => {
    const token = session("seeks", { profileId: "seeker" });
    await post(token, line(20_000, { e: "t", sta: "p", sn: 1, pt: 20_000, "com.marquee-wd": 20_000, "com.marquee-wt": 20_000 }));
    await post(token, line(21_000, { e: "ps", sta: "k", sn: 2, pt: 3_000, "com.marquee-wd": 0, "com.marquee-wt": 20_000 }));
    const { rows } = await service.pool.query(
      "SELECT (cell).position_seconds AS at FROM watch_history.resume_points WHERE profile_id = 'seeker'",
    );
    expect(rows).toEqual([{ at: 20 }]);
  });

  it("answers for each line when some are refused, and keeps the others", async () => {
    const body = [
      line(10_000, { e: "t", sta: "p", sn: 1, pt: 10_000 }),
      "((( nonsense",
      line(11_000, { e: "m", sn: 2 }),
      line(12_000, { e: "ps", sn: 3 }),
      line(13_000, { e: "ps", sta: "p", pt: 13_000 }),
      line(14_000, { e: "ps", sta: "p", sn: 5, "com.marquee-wd": 1_000, "com.marquee-wt": 1_000 }),
      line(15_000, { e: "ps", sta: "p", sn: 6, pt: 15_000, "com.marquee-wd": 1_000 }),
      line(200_000, { e: "ps", sta: "p", sn: 7, pt: 15_000 }),
      line(16_000, { e: "ps", sta: "d", sn: 8 }),
      "e=ps,sta=p,sn=9,v=2",
      line(16_000, { e: "ps", sta: "p", sn: 10 }).replace("v=2", "v=3"),
    ].join("\r\n");
    const answer = await post(session("mixed"), body);
    expect(answer.status).toBe(200);
    const refused = (reason: string) => ({ status: "REFUSED", reason: expect.stringContaining(reason) });
    expect(await answer.json()).toEqual({
      reports: [
        { status: "ACCEPTED", reason: null },
        refused("structured-field dictionary"),
        { status: "PASSED_OVER", reason: null },
        refused('"sta" is one of'),
        refused('"sn" is missing'),
        refused('"pt" is missing'),
        refused("go together"),
        refused("ahead of time"),
        { status: "PASSED_OVER", reason: null },
        refused("ts: "),
        refused("v: "),
      ],
    });
    expect((await stored("mixed")).map(({ sequence }) => sequence)).toEqual([1]);
  });

  it("says what is too late", async () => {
    const longAgo = startedAtMs - 30 * HOUR_MS;
    const answer = await post(session("late", { startedAtMs: longAgo }), line(longAgo - startedAtMs, { e: "t", sta: "p", sn: 1, pt: 0 }));
    expect(await answer.json()).toMatchObject({ reports: [{ status: "TOO_LATE" }] });
  });

  it("refuses times of a clock that startPlayback was not told", async () => {
    const answer = await post(session("untold", { clockOffsetMs: null }), line(1_000, { e: "t", sta: "p", sn: 1, pt: 0 }));
    expect(await answer.json()).toMatchObject({ reports: [{ status: "REFUSED", reason: expect.stringContaining("deviceTime") }] });
  });

  it.each([
    ["nothing", "", 400],
    ["empty lines", "\n\n", 400],
    ["what is no report", '{"e":"ps"}', 400],
    ["too many reports", "e=t\n".repeat(501), 400],
    ["too large a body", `x="${"x".repeat(300_000)}"`, 413],
  ])("answers %s with its status and a sentence", async (_, body, status) => {
    const answer = await post(session("unreadable"), body);
    expect([answer.status, Object.keys((await answer.json()) as object)]).toEqual([status, ["message"]]);
  });

  it.each([
    ["of nobody", "hello"],
    ["signed by somebody else", tokenOf({ reporting: "CMCD" }, "another secret of thirty-two characters")],
    ["of an unreadable address", "%E0%A4%A"],
  ])("tells a player with a token %s to stop", async (who, token) => {
    const answer = await post(token, line(0, { e: "ps", sta: "s", sn: 0 }));
    expect([answer.status, Object.keys((await answer.json()) as object)]).toEqual([who.startsWith("of an") ? 400 : 410, ["message"]]);
  });

  it("answers a browser of any origin, without credentials", async () => {
    const url = `${service.origin}/cmcd/${session("browser")}`;
    const preflight = await fetch(url, { method: "OPTIONS", headers: { origin: "https://player.example" } });
    expect([preflight.status, preflight.headers.get("access-control-allow-headers")]).toEqual([204, "content-type"]);
    for (const body of [line(0, { e: "ps", sta: "s", sn: 0 }), "((("]) {
      const answer = await post(session("browser"), body, { origin: "https://player.example" });
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
      expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
    }
  });

  it("answers 503 with a time to come back while nothing can be kept, and the retry keeps it", async () => {
    const body = line(10_000, { e: "t", sta: "p", sn: 1, pt: 10_000 });
    await service.pool.query("ALTER TABLE watch_history.view_events RENAME TO away");
    const answer = await post(session("retried"), body);
    expect([answer.status, Number(answer.headers.get("retry-after")) > 0]).toEqual([503, true]);
    await service.pool.query("ALTER TABLE watch_history.away RENAME TO view_events");
    expect((await post(session("retried"), body)).status).toBe(204);
    expect(await stored("retried")).toHaveLength(1);
  });

  it("takes what the reporter of a real player sends", async () => {
    const sent: Promise<Response>[] = [];
    const reporter = new CmcdReporter(
      {
        sid: "reporter",
        enabledKeys: ["e", "ts", "sn", "sta", "pt", "sid", "v"],
        eventTargets: [
          {
            url: `${service.origin}/cmcd/${session("reporter")}`,
            events: ["ps"],
            enabledKeys: ["e", "ts", "sn", "sta", "pt", "sid", "v"],
            batchSize: 1,
          },
        ],
      },
      async ({ url, ...init }) => {
        const answer = fetch(url, init as RequestInit);
        sent.push(answer);
        return { status: (await answer).status };
      },
    );
    reporter.update({ sta: "s" });
    reporter.update({ sta: "p", pt: 40 });
    reporter.update({ sta: "a", pt: 900 });
    await vi.waitFor(() => expect(sent).toHaveLength(3), { timeout: 20_000 });
    expect((await Promise.all(sent)).map(({ status }) => status)).toEqual([204, 204, 204]);
    expect((await stored("reporter")).map(({ sequence, kind }) => [sequence, kind])).toEqual([
      [0, "STARTED"],
      [1, "PLAYING"],
      [2, "PAUSED"],
    ]);
  });
});
