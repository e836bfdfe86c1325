import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createPool } from "@marquee/postgres";
import { pino } from "pino";
import { afterAll, describe, expect, it } from "vitest";
import { folderMediaStore } from "../src/stores/folder/folder-media-store.ts";
import { postgresLeftovers } from "../src/stores/postgres/leftovers.ts";
import { sweep } from "../src/workers/janitor.ts";
import { alice, importFinished, resultOf, runPackager, startPlayback, watchableFilm } from "./running-packager.ts";

const HOUR_MS = 3_600_000;

describe("the janitor", async () => {
  const packager = await runPackager();
  const { mediaDir, databaseUrl } = packager.config;
  const media = folderMediaStore(mediaDir);
  const pool = createPool(databaseUrl, { max: 2, name: "janitor test" });
  afterAll(async () => {
    await pool.end();
    await packager[Symbol.asyncDispose]();
  });
  const sweepAfter = (hours: number) =>
    sweep({
      media,
      leftovers: postgresLeftovers(pool),
      now: () => new Date(Date.now() + hours * HOUR_MS),
      logger: pino({ level: "silent" }),
    });
  const upload = () => media.addUpload(one("a film"), 100);
  const has = (...path: string[]) => existsSync(join(mediaDir, ...path));

  it("keeps a replaced encode for as long as a session may play it", async () => {
    const playableId = await watchableFilm(packager);
    const [old] = await packager.sql("SELECT id FROM packager.encodes WHERE playable_id = $1", [playableId]);
    await importFinished(packager, { playableId });
    const [current] = await packager.sql("SELECT encode_id AS id FROM packager.videos WHERE playable_id = $1", [playableId]);
    await sweepAfter(24.5);
    expect(has(playableId, String(old?.id))).toBe(true);
    await sweepAfter(26);
    expect([has(playableId, String(old?.id)), has(playableId, String(current?.id))]).toEqual([false, true]);
    await sweepAfter(1_000);
    expect(has(playableId, String(current?.id), "index.json")).toBe(true);
  });

  it("keeps an upload until it was imported, a day at most, and longer while an import waits for it", async () => {
    const [imported, forgotten, wanted, brokenOff] = [await upload(), await upload(), await upload(), `${randomUUID()}.part`];
    await writeFile(join(mediaDir, "uploads", brokenOff), "half a fi");
    await importFinished(packager, { sourceUrl: `upload:${imported}`, title: "Imported" });
    await packager.sql(
      `INSERT INTO packager.import_jobs (id, account_id, idempotency_key, source_url, playable_id, priority, created_at, lease_until)
       VALUES ($1, 'carol', 'waits', $2, 'film', 0, now(), now() + interval '1 hour')`,
      [randomUUID(), `upload:${wanted}`],
    );
    await sweepAfter(0);
    const kept = () => [imported, forgotten, wanted, brokenOff].map((id) => has("uploads", id));
    expect(kept()).toEqual([false, true, true, true]);
    await sweepAfter(25);
    expect(kept()).toEqual([false, false, true, false]);
  });

  it("removes what killed workers left, and nothing that is being made", async () => {
    const [dead, alive, unknown, asset] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    await packager.sql(
      `INSERT INTO packager.import_jobs (id, account_id, idempotency_key, source_url, playable_id, priority, created_at, state, lease_id, lease_until)
       VALUES (gen_random_uuid(), 'carol', 'alive', 'x', 'film', 0, now(), 'PROBING', $1, now() + interval '1 hour')`,
      [alive],
    );
    for (const path of [`prepared/${dead}`, `prepared/${dead}.clip`, `prepared/${alive}`, `${asset}/${unknown}`])
      await mkdir(join(mediaDir, path), { recursive: true });
    await utimes(join(mediaDir, "prepared", alive), 0, 0);
    await sweepAfter(0);
    expect([has("prepared", dead), has("prepared", `${dead}.clip`), has("prepared", alive), has(asset, unknown)]).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });

  it("forgets sessions after a week", async () => {
    const playableId = await watchableFilm(packager);
    const { id } = resultOf(await startPlayback(packager.subgraph, alice, { playableId }));
    const known = async () => (await packager.sql("SELECT 1 FROM packager.playback_sessions WHERE id = $1", [id])).length;
    await sweepAfter(24 * 6);
    expect(await known()).toBe(1);
    await sweepAfter(24 * 8);
    expect(await known()).toBe(0);
  });
});

async function* one(text: string) {
  yield Buffer.from(text);
}
