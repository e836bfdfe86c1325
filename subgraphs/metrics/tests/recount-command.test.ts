import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stepMs } from "../src/domain/rollups/step.ts";
import { sweepPart } from "../src/domain/rollups/sweep-part.ts";
import { writeClock } from "../src/domain/rollups/write-clock.ts";
import { receive } from "./memory-view-event-store.ts";
import { type MetricsDatabase, metricsDatabase } from "./metrics-database.ts";
import { eventsOf } from "./watching.ts";

const PARTS = 2;
const MINUTE = Math.floor(Date.now() / 60_000) - 60;
const command = fileURLToPath(new URL("../src/recount.ts", import.meta.url));

describe("npm run recount", () => {
  let database: MetricsDatabase;
  beforeAll(async () => {
    database = await metricsDatabase(PARTS);
    const startedAtMs = MINUTE * 60_000;
    const watched = { startedAtMs, durationSeconds: 5_400, deltasMs: [9_000, 9_000, 9_000, 8_000] };
    await receive(
      database.viewEvents,
      [1, 2, 3].flatMap((film) => eventsOf({ ...watched, sessionId: `${film}'s`, playableId: `film ${film}` })),
    );
    for (let part = 0; part < PARTS; part++)
      await sweepPart({ ...database, nowUs: writeClock() }, { part, first: MINUTE, last: MINUTE + 30 });
  });
  afterAll(() => database[Symbol.asyncDispose]());

  const run = (...args: readonly string[]) =>
    new Promise<{ readonly code: number; readonly out: string; readonly error: string }>((resolve) => {
      const env = { PATH: process.env.PATH, DATABASE_URL: database.url, VIEW_EVENT_PARTS: String(PARTS) };
      const child = execFile(process.execPath, ["--import", "tsx", command, ...args], { env }, (_, out, error) =>
        resolve({ code: child.exitCode ?? -1, out, error }),
      );
    });

  it("finds all equal, then a number that was changed, repairs it, and finds all equal again", async () => {
    const equal = { checked: 3, equal: true, differing: [], differed: 0, repaired: 0, pending: 0, expired: 0, inconsistentSessionIds: [] };
    const before = await run("--all", "--json");
    expect(before).toMatchObject({ code: 0, error: "" });
    expect(JSON.parse(before.out)).toEqual({ ...equal, seconds: expect.any(Number) });

    await database.pool.query("UPDATE metrics.minute_rollups SET views = 9 WHERE playable_id = 'film 2'");
    const changed = await run("--all", "--json");
    expect(changed.code).toBe(1);
    const at = new Date(MINUTE * stepMs.MINUTE).toISOString();
    const minute = { step: "MINUTE", playableId: "film 2", at, stored: { views: 9 }, recounted: { views: 1 } };
    expect(JSON.parse(changed.out)).toMatchObject({ checked: 3, equal: false, differed: 2, differing: [minute, { step: "HOUR" }] });
    expect(await run("--playable", "film 1")).toMatchObject({ code: 0, out: expect.stringMatching(/^1 windows recounted/) });

    const repaired = await run("--all", "--json", "--repair");
    expect(repaired.code).toBe(0);
    expect(JSON.parse(repaired.out)).toMatchObject({ equal: false, differed: 2, repaired: 2 });
    expect(JSON.parse((await run("--all", "--json")).out)).toMatchObject(equal);
  }, 120_000);

  it("takes a stretch", async () => {
    const to = new Date(MINUTE * stepMs.MINUTE).toISOString();
    expect(JSON.parse((await run("--all", "--json", "--to", to)).out)).toMatchObject({ checked: 0 });
    expect(JSON.parse((await run("--all", "--json", "--from", to)).out)).toMatchObject({ checked: 3 });
  });

  it.each([[], ["--everything"], ["--all", "--from", "yesterday"]])("says how it is used: %s", async (...args) => {
    expect(await run(...args)).toMatchObject({ code: 2, out: "", error: expect.stringContaining("npm run recount -- --all") });
  });
});
