import { envelope } from "@marquee/events";
import { type Claims, viewerHeader } from "@marquee/viewer-claim";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alice, postJson, type StartedService, startedService, tokenOf } from "./started-service.ts";

const packager = { service: "packager" };

describe("POST /internal/playback-started", () => {
  let service: StartedService;
  beforeAll(async () => {
    service = await startedService();
  });
  afterAll(() => service[Symbol.asyncDispose]());

  const postAs = (claims: Claims | undefined, body: unknown) =>
    postJson(`${service.origin}/internal/playback-started`, body, claims ? { [viewerHeader]: service.claimOf(claims) } : {});
  const post = (body: unknown) => postAs(packager, body);
  const attempts = async (sessionId: string) => {
    const { rows } = await service.pool.query(
      "SELECT source, sequence, payload->>'kind' AS kind, minute FROM watch_history.view_events WHERE session_id = $1",
      [sessionId],
    );
    return rows;
  };

  it("keeps event 0 of each session, once however often it comes", async () => {
    const startedAtMs = Date.now();
    const events = ["e1", "e2"].map((sessionId) => started(tokenOf({ sessionId, startedAtMs })));
    for (const _ of ["once", "again"]) expect((await post({ events })).status).toBe(204);
    const attempt = { source: "SERVER", sequence: 0, kind: "ATTEMPT", minute: Math.floor(startedAtMs / 60_000) };
    expect([await attempts("e1"), await attempts("e2")]).toEqual([[attempt], [attempt]]);
    const { rows } = await service.pool.query("SELECT minute FROM watch_history.touched_windows WHERE minute = $1", [attempt.minute]);
    expect(rows.length).toBeGreaterThan(0);
  });

  it("keeps it however late it comes", async () => {
    const events = [started(tokenOf({ sessionId: "old", startedAtMs: Date.now() - 72 * 3_600_000 }))];
    expect((await post({ events })).status).toBe(204);
    expect(await attempts("old")).toHaveLength(1);
  });

  it("is no watching: it enters neither history nor what is in progress", async () => {
    await post({ events: [started(tokenOf({ sessionId: "only started", profileId: "newcomer" }))] });
    const { rows } = await service.pool.query(
      `SELECT profile_id FROM watch_history.resume_points UNION ALL SELECT profile_id FROM watch_history.watchings`,
    );
    expect(rows).toEqual([]);
  });

  it("lists what it cannot read, and keeps the others", async () => {
    const other = envelope(
      "marquee.users.account.v1",
      { source: "/users", subject: "a", sequence: 1 },
      { accountId: "a", territory: null, scopes: [], isDeleted: false },
    );
    const foreign = started(tokenOf({ sessionId: "foreign" }, "another secret of thirty-two characters"));
    const answer = await post({ events: ["nonsense", started(tokenOf({ sessionId: "readable" })), other, foreign] });
    expect(answer.status).toBe(422);
    const { unreadable } = (await answer.json()) as { unreadable: readonly { index: number; reason: string }[] };
    expect(unreadable.map(({ index }) => index)).toEqual([0, 2, 3]);
    expect(unreadable.map(({ reason }) => reason)).toEqual([
      expect.stringContaining("not an event"),
      "expected no event of the type marquee.users.account.v1",
      "the token is none of ours",
    ]);
    expect(await attempts("readable")).toHaveLength(1);
    expect(await attempts("foreign")).toEqual([]);
  });

  it.each<[string, Claims | undefined]>([
    ["no claim", undefined],
    ["a viewer's claim", alice],
    ["another service's claim", { service: "catalog" }],
  ])("answers 401 to %s and keeps nothing", async (who, claims) => {
    const answer = await postAs(claims, { events: [started(tokenOf({ sessionId: who }))] });
    expect(answer.status).toBe(401);
    expect(await attempts(who)).toEqual([]);
  });

  it.each([
    ["no JSON", "{", 400],
    ["something else", { tokens: [] }, 400],
    ["no events", { events: [] }, 400],
    ["too many events", { events: Array.from({ length: 1_001 }, () => 0) }, 400],
    ["too large a body", { events: ["x".repeat(5_000_000)] }, 413],
  ])("answers %s with its status and a sentence", async (_, body, status) => {
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(Object.keys((await answer.json()) as object)).toEqual(["message"]);
  });

  it("answers 503 while nothing can be kept, and the retry keeps it", async () => {
    const body = { events: [started(tokenOf({ sessionId: "retried" }))] };
    await service.pool.query("ALTER TABLE watch_history.view_events RENAME TO away");
    const answer = await post(body);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
    await service.pool.query("ALTER TABLE watch_history.away RENAME TO view_events");
    expect((await post(body)).status).toBe(204);
    expect(await attempts("retried")).toHaveLength(1);
  });
});

function started(token: string) {
  return envelope("marquee.packager.playback-started.v1", { source: "/packager", subject: "session", sequence: 1 }, { token });
}
