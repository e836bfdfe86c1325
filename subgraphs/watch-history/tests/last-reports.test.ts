import { type Claims, viewerHeader } from "@marquee/viewer-claim";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alice, heartbeat, postJson, type StartedService, startedService, tokenOf } from "./started-service.ts";

const packager = { service: "packager" };

describe("POST /internal/last-reports", () => {
  const startedAtMs = Date.now() - 60_000;
  let service: StartedService;
  beforeAll(async () => {
    service = await startedService();
  });
  afterAll(() => service[Symbol.asyncDispose]());

  const postAs = (claims: Claims | undefined, body: unknown) =>
    postJson(`${service.origin}/internal/last-reports`, body, claims ? { [viewerHeader]: service.claimOf(claims) } : {});
  const session = (sessionId: string, profileId = "alice") => ({ sessionId, profileId, startedAt: new Date(startedAtMs).toISOString() });

  it("tells of each session, in order, when it was last heard of and what happened last", async () => {
    const before = Date.now();
    const started = { kind: "STARTED", elapsedMs: 0, positionSeconds: 0, watchedDeltaMs: 0, watchedMs: 0 };
    await service.report(alice, tokenOf({ sessionId: "opened", startedAtMs }), [heartbeat(1, started)]);
    await service.report(alice, tokenOf({ sessionId: "stopped", startedAtMs }), [heartbeat(1), heartbeat(2, { kind: "STOPPED" })]);
    const answer = await postAs(packager, { sessions: ["stopped", "silent", "opened"].map((sessionId) => session(sessionId)) });
    expect(answer.status).toBe(200);
    const { sessions } = (await answer.json()) as { sessions: readonly { lastReportAt: string | null }[] };
    expect(sessions).toEqual([
      { sessionId: "stopped", lastReportAt: expect.any(String), lastKind: "STOPPED" },
      { sessionId: "silent", lastReportAt: null, lastKind: null },
      { sessionId: "opened", lastReportAt: expect.any(String), lastKind: "STARTED" },
    ]);
    const heardAt = sessions.flatMap(({ lastReportAt }) => (lastReportAt === null ? [] : [Date.parse(lastReportAt)]));
    for (const moment of heardAt) {
      expect(moment).toBeGreaterThanOrEqual(before);
      expect(moment).toBeLessThanOrEqual(Date.now());
    }
  });

  it("knows a session only as its profile's", async () => {
    await service.report(alice, tokenOf({ sessionId: "hers", startedAtMs }), [heartbeat(1)]);
    const answer = await postAs(packager, { sessions: [session("hers", "bob")] });
    expect(await answer.json()).toEqual({ sessions: [{ sessionId: "hers", lastReportAt: null, lastKind: null }] });
  });

  it.each<[string, Claims | undefined]>([
    ["no claim", undefined],
    ["a viewer's claim", alice],
    ["another service's claim", { service: "catalog" }],
  ])("answers 401 to %s", async (_, claims) => {
    expect((await postAs(claims, { sessions: [session("s")] })).status).toBe(401);
  });

  it.each([
    ["no JSON", "{", 400],
    ["no sessions", { sessions: [] }, 400],
    ["too many sessions", { sessions: Array.from({ length: 1_001 }, () => session("s")) }, 400],
    ["a start that is no time", { sessions: [{ ...session("s"), startedAt: "yesterday" }] }, 400],
    ["a session without its profile", { sessions: [{ sessionId: "s", startedAt: session("s").startedAt }] }, 400],
    ["too large a body", { sessions: ["x".repeat(600_000)] }, 413],
  ])("answers %s with its status and a sentence", async (_, body, status) => {
    const answer = await postAs(packager, body);
    expect(answer.status).toBe(status);
    expect(Object.keys((await answer.json()) as object)).toEqual(["message"]);
  });

  it("answers 503 while it cannot be said", async () => {
    await service.pool.query("ALTER TABLE watch_history.watchings RENAME TO away");
    const answer = await postAs(packager, { sessions: [session("s")] });
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
    await service.pool.query("ALTER TABLE watch_history.away RENAME TO watchings");
    expect((await postAs(packager, { sessions: [session("s")] })).status).toBe(200);
  });
});
