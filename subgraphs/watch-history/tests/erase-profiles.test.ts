import { envelope } from "@marquee/events";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { accepted, heartbeat, type StartedService, startedService, tokenOf } from "./started-service.ts";

describe("a profile that users says was deleted", () => {
  let service: StartedService;
  beforeAll(async () => {
    service = await startedService();
  });
  afterAll(() => service[Symbol.asyncDispose]());

  const saysUsers = (profileId: string, isDeleted: boolean) => {
    const about = { source: "/users", subject: profileId, sequence: 2 };
    const value = envelope("marquee.users.profile.v1", about, { profileId, accountId: "a", maturityLimit: "ALL", isDeleted });
    return service.eventLog.append("users", [{ key: profileId, value }]);
  };
  const rows = async (table: string) => {
    const { rows } = await service.pool.query(`SELECT DISTINCT profile_id AS id FROM watch_history.${table} ORDER BY profile_id`);
    return rows.map(({ id }) => id);
  };
  const watch = (profileId: string, sessionId: string) =>
    service.report({}, tokenOf({ profileId, sessionId, startedAtMs: Date.now() - 30_000 }), [heartbeat(1)]);

  it("is erased, while its raw events stay and count and are nobody's", async () => {
    for (const profileId of ["alice", "mallory"]) await watch(profileId, `of ${profileId}`);
    await saysUsers("alice", false);
    await saysUsers("mallory", true);
    await vi.waitFor(async () => expect(await rows("resume_points")).toEqual(["alice"]), { timeout: 20_000 });
    expect(await rows("watchings")).toEqual(["alice"]);

    expect(await watch("mallory", "after that")).toEqual(accepted(1));
    expect([await rows("resume_points"), await rows("watchings")]).toEqual([["alice"], ["alice"]]);
    const { rows: raw } = await service.pool.query("SELECT session_id, payload FROM watch_history.view_events ORDER BY session_id");
    expect(raw.map(({ session_id }) => session_id)).toEqual(["after that", "of alice", "of mallory"]);
    expect(JSON.stringify(raw.map(({ payload }) => payload))).not.toContain("mallory");
    const { rows: names } = await service.pool.query("SELECT pseudonym FROM watch_history.pseudonyms WHERE profile_id = 'mallory'");
    expect(names).toEqual([{ pseudonym: null }]);
  });

  it("is erased although another event is unreadable", async () => {
    await watch("trent", "of trent");
    await service.eventLog.append("users", [{ key: "poison", value: { nobody: "can read this" } }]);
    await saysUsers("trent", true);
    await vi.waitFor(async () => expect(await rows("watchings")).toEqual(["alice"]), { timeout: 20_000 });
  });
});
