import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ImportFailed } from "../src/domain/encoder.ts";
import { alice, ask, carol, importFinished, importJob, importVideo, resultOf, runPackager, until } from "./running-packager.ts";
import { finished, smallEncoder } from "./small-encode.ts";

describe("an import", async () => {
  const packager = await runPackager();
  const { subgraph } = packager;
  afterAll(() => packager[Symbol.asyncDispose]());

  it("makes a new playable of a file, with a name and an id of its own", async () => {
    const job = await importFinished(packager, { title: "  Sunrise ", kind: "EPISODE" });
    expect(job).toMatchObject({ state: "READY", percent: 100, error: null, title: "Sunrise", playable: { id: expect.any(String) } });
    expect(job.renditions).toEqual([{ ...finished.renditions[0], language: null }]);
    const [video] = await packager.sql("SELECT * FROM packager.videos WHERE playable_id = $1", [job.playable.id]);
    expect(video).toMatchObject({ kind: "EPISODE", title: "Sunrise" });
    expect(existsSync(join(packager.config.mediaDir, job.playable.id, String(video?.encode_id), "index.json"))).toBe(true);
    expect(await readdir(join(packager.config.mediaDir, "prepared"))).toEqual([]);
  });

  it("replaces the video of a playable that exists", async () => {
    const playableId = await packager.catalogSays({ kind: "EPISODE" });
    expect(await importFinished(packager, { playableId })).toMatchObject({
      state: "READY",
      title: expect.any(String),
      playable: { id: playableId },
    });
    await importFinished(packager, { playableId });
    const encodes = await packager.sql("SELECT superseded_at FROM packager.encodes WHERE playable_id = $1 ORDER BY created_at", [
      playableId,
    ]);
    expect(encodes.map(({ superseded_at }) => superseded_at !== null)).toEqual([true, false]);
  });

  it("is the same for the same key, however often and at once, and is not repeated when its source is gone", async () => {
    const input = { sourceUrl: await packager.source(), title: "Twice", idempotencyKey: "twice" };
    const jobs = await Promise.all(Array.from({ length: 8 }, async () => resultOf(await importVideo(subgraph, input)).id));
    expect(new Set(jobs).size).toBe(1);
    const other = await importVideo(subgraph, { ...input, title: "Another" });
    expect(other.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });

  it.each([
    ["neither a title nor a playable", {}, "Give either"],
    ["both of them", { title: "A", playableId: randomUUID() }, "Give either"],
    ["an empty title", { title: "  " }, "1 to 200"],
    ["a title that is too long", { title: "x".repeat(201) }, "1 to 200"],
    ["a title with a NUL", { title: "a\0" }, "1 to 200"],
    ["an unknown playable", { playableId: randomUUID() }, "no playable"],
    ["a playable whose id is none", { playableId: "../up\0" }, "no playable"],
    ["an unknown upload", { title: "A", sourceUrl: `upload:${randomUUID()}` }, "no upload"],
    ["another scheme", { title: "A", sourceUrl: "ftp://example.com/a" }, '"ftp:"'],
    ["a file elsewhere", { title: "A", sourceUrl: "file:///etc/passwd" }, "not in a folder"],
  ])("is refused with %s", async (_name, input, message) => {
    const result = resultOf(await importVideo(subgraph, { sourceUrl: await packager.source(), ...input }));
    expect(result).toMatchObject({ __typename: "InvalidSource", message: expect.stringContaining(message) });
  });

  it("is refused for a channel", async () => {
    const playableId = await packager.catalogSays({ kind: "CHANNEL" });
    const result = resultOf(await importVideo(subgraph, { sourceUrl: await packager.source(), playableId }));
    expect(result).toMatchObject({ __typename: "InvalidSource", message: expect.stringContaining("channel") });
  });

  it("belongs to operators", async () => {
    const code = async (claims: typeof alice, document: string) => (await ask(subgraph, claims, document)).errors?.[0]?.extensions.code;
    for (const document of [
      "{ importJob(id: 1) { id } }",
      "{ importJobs { totalCount } }",
      'mutation { importVideo(input: { sourceUrl: "upload:1", title: "A", idempotencyKey: "1" }) { __typename } }',
    ]) {
      expect(await code(alice, document)).toBe("FORBIDDEN");
      expect(await code({}, document)).toBe("UNAUTHENTICATED");
    }
  });

  it("is listed newest first, in pages", async () => {
    const newest = await importFinished(packager, { title: "Newest" });
    const document = `query ($first: Int, $after: String) {
      importJobs(first: $first, after: $after) { totalCount nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } } }`;
    const page = async (variables: object) => (await ask(subgraph, carol, document, { ...variables })).data.importJobs;
    const all = await page({ first: 100 });
    expect(all.nodes[0].id).toBe(newest.id);
    expect(all).toMatchObject({ totalCount: all.nodes.length, pageInfo: { hasNextPage: false, hasPreviousPage: false } });
    const seen: unknown[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const part: typeof all = await page({ first: 2, after });
      expect(part.pageInfo.hasPreviousPage).toBe(after !== null);
      seen.push(...part.nodes);
      more = part.pageInfo.hasNextPage;
      after = part.pageInfo.endCursor;
    }
    expect(seen).toEqual(all.nodes);
    expect(await page({ first: 1, after: null })).toMatchObject({ nodes: [{ id: newest.id }] });
    for (const wrong of [{ first: 0 }, { first: 101 }, { after: "nonsense" }])
      expect((await ask(subgraph, carol, document, wrong)).errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });

  it("does not exist under another id", async () => {
    expect(await importJob(subgraph, randomUUID())).toBeNull();
    expect(await importJob(subgraph, "no id")).toBeNull();
  });
});

describe("an import that goes wrong", async () => {
  let failure: () => Promise<never> = () => Promise.reject(new Error("nothing was set"));
  const packager = await runPackager({ encoder: smallEncoder(() => failure()) });
  const { mediaDir } = packager.config;
  afterAll(() => packager[Symbol.asyncDispose]());

  it.each([
    ["what the operator can mend", new ImportFailed("This is not a video."), "This is not a video."],
    ["a full disk", Object.assign(new Error(`ENOSPC: no space left on device, write '${mediaDir}'`), { code: "ENOSPC" }), "no space left"],
    ["a fault of ours", new Error(`cannot read ${mediaDir}/secret`), "Something failed on our side"],
  ])("says %s, without paths, and leaves nothing behind", async (_name, error, message) => {
    failure = () => Promise.reject(error);
    const job = await importFinished(packager, { title: "Broken" });
    expect(job).toMatchObject({ state: "FAILED", renditions: [], error: expect.stringContaining(message) });
    expect(job.error).not.toContain(mediaDir);
    await until(async () => expect(await readdir(join(mediaDir, "prepared"))).toEqual([])); // the job is told of first
  });

  it("says it when the source went away meanwhile", async () => {
    const id = randomUUID();
    await packager.sql(
      `WITH job AS (INSERT INTO packager.import_jobs (id, account_id, idempotency_key, source_url, playable_id, title, priority, created_at)
         VALUES ($1, 'account-carol', 'gone', 'upload:${randomUUID()}', $2, 'Gone', 1, now()) RETURNING id, playable_id)
       INSERT INTO packager.videos (playable_id, kind, job_id) SELECT playable_id, 'MOVIE', id FROM job`,
      [id, randomUUID()],
    );
    await until(async () =>
      expect(await importJob(packager.subgraph, id)).toMatchObject({ state: "FAILED", error: expect.stringContaining("no upload") }),
    );
  });
});
