import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { signClaim, viewerHeader } from "@marquee/viewer-claim";
import { createClient } from "graphql-ws";
import { afterAll, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { type DemoClipRequest, ImportFailed } from "../src/domain/encoder.ts";
import {
  alice,
  ask,
  carol,
  claimSecret,
  importFinished,
  importJob,
  importVideo,
  type RunningPackager,
  resultOf,
  runPackager,
} from "./running-packager.ts";
import { finished, smallEncoder, untilAborted, writeSmallEncode } from "./small-encode.ts";

const until = <Value>(look: () => Promise<Value> | Value) => vi.waitFor(look, { timeout: 15_000, interval: 50 });

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
    expect(await importFinished(packager, { playableId })).toMatchObject({ state: "READY", title: null, playable: { id: playableId } });
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
    expect(await readdir(join(mediaDir, "prepared"))).toEqual([]);
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

describe("the progress of an import", async () => {
  const steps = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const encoder = smallEncoder(async ({ folder, onPhase }) => {
    onPhase("TRANSCODING", 50);
    await steps[0]?.promise;
    onPhase("TRANSCODING", 20);
    onPhase("VERIFYING", 0);
    await steps[1]?.promise;
    return writeSmallEncode(folder);
  });
  const packager = await runPackager({ encoder });
  const socket = createClient({
    url: packager.subgraph.url.replace("http", "ws"),
    webSocketImpl: WebSocket,
    lazy: true,
    connectionParams: () => ({ [viewerHeader]: signClaim(claims, claimSecret, Date.now()) }),
  });
  let claims = carol;
  afterAll(async () => {
    await socket.dispose();
    await packager[Symbol.asyncDispose]();
  });
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks into is what it asserts
  const watch = (jobId: string): AsyncIterableIterator<any> =>
    socket.iterate({
      query: "subscription ($jobId: ID!) { importProgress(jobId: $jobId) { state percent playable { id } } }",
      variables: { jobId },
    });

  it("is pushed from the state it has to READY, never goes back, and ends there", async () => {
    const { id, playable } = resultOf(await importVideo(packager.subgraph, { sourceUrl: await packager.source(), title: "Slow" }));
    const seen: { state: string; percent: number }[] = [];
    for await (const { data } of watch(id)) {
      expect(data.importProgress.playable).toEqual(playable);
      seen.push(data.importProgress);
      if (data.importProgress.state === "TRANSCODING") steps[0]?.resolve();
      if (data.importProgress.state === "VERIFYING") steps[1]?.resolve();
    }
    expect(seen.map(({ state }) => state)).toEqual(expect.arrayContaining(["TRANSCODING", "VERIFYING", "READY"]));
    expect(seen.map(({ percent }) => percent)).toEqual(seen.map(({ percent }) => percent).toSorted((a, b) => a - b));
    expect(seen.at(-1)).toMatchObject({ state: "READY", percent: 100 });

    const after = [];
    for await (const { data } of watch(id)) after.push(data.importProgress.state);
    expect(after).toEqual(["READY"]);
  });

  it("can be left while nothing happens", async () => {
    const iterator = watch(await waiting(packager));
    expect((await iterator.next()).value.data.importProgress.percent).toBeGreaterThanOrEqual(0);
    await iterator.return?.();
  });

  it("is an operator's, and of a job that exists", async () => {
    const errorsOf = async (jobId: string) => {
      const { value } = await watch(jobId).next();
      return value.errors[0].extensions.code;
    };
    expect(await errorsOf(randomUUID())).toBe("BAD_USER_INPUT");
    claims = alice;
    socket.terminate();
    expect(await errorsOf(await waiting(packager))).toBe("FORBIDDEN");
  });
});

/** A job that no worker ever takes. */
async function waiting(packager: RunningPackager): Promise<string> {
  const id = randomUUID();
  await packager.sql(
    `INSERT INTO packager.import_jobs (id, account_id, idempotency_key, source_url, playable_id, priority, created_at, lease_until)
     VALUES ($1::uuid, 'nobody', $1::text, 'upload:none', $1::text, 0, now(), now() + interval '1 hour')`,
    [id],
  );
  return id;
}

describe("the queue of imports", async () => {
  const stuck = () => smallEncoder(({ signal }) => untilAborted(signal));

  it("puts a job back when its process is stopped, and finishes it after the next start", async () => {
    await using packager = await runPackager({ config: { encodingConcurrency: 1 }, encoder: stuck() });
    const { id } = resultOf(await importVideo(packager.subgraph, { sourceUrl: await packager.source(), title: "Stopped" }));
    await until(async () => expect((await importJob(packager.subgraph, id)).state).toBe("PROBING"));
    await packager.subgraph[Symbol.asyncDispose]();
    const [row] = await packager.sql("SELECT state, attempts, lease_until FROM packager.import_jobs WHERE id = $1", [id]);
    expect(row).toEqual({ state: "QUEUED", attempts: 0, lease_until: null });
    await using next = await packager.another(smallEncoder());
    await until(async () => expect((await importJob(next, id)).state).toBe("READY"));
  });

  it("hands the job of a killed process to another one, which the killed one cannot disturb any more", async () => {
    const release = Promise.withResolvers<void>();
    const frozen = smallEncoder(async ({ folder }) => {
      await release.promise; // a process that comes back from a long sleep does not know that its lease has run out
      return writeSmallEncode(folder);
    });
    await using packager = await runPackager({ encoder: frozen });
    const { id } = resultOf(await importVideo(packager.subgraph, { sourceUrl: await packager.source(), title: "Killed" }));
    await until(async () => expect((await importJob(packager.subgraph, id)).state).toBe("PROBING"));
    await using next = await packager.another(smallEncoder());
    await until(async () => {
      await packager.sql("UPDATE packager.import_jobs SET lease_until = now() - interval '1 s' WHERE id = $1 AND attempts = 1", [id]);
      expect((await importJob(next, id)).state).toBe("READY");
    });
    const encodes = () => packager.sql("SELECT e.id, j.attempts FROM packager.encodes e JOIN packager.import_jobs j ON j.encode_id = e.id");
    const [encode] = await encodes();
    expect(encode?.attempts).toBe(2);
    release.resolve();
    await until(() => expect(packager.logged()).toContain("another worker took over"));
    expect(await encodes()).toEqual([encode]);
    const { playable } = await importJob(next, id);
    await until(async () => expect(await readdir(join(packager.config.mediaDir, playable.id))).toEqual([encode?.id]));
  });

  it("gives up a job that took its process down again and again", async () => {
    await using packager = await runPackager();
    const id = await waiting(packager);
    await packager.sql(
      "UPDATE packager.import_jobs SET attempts = 3, state = 'PROBING', lease_until = now() - interval '1 s' WHERE id = $1",
      [id],
    );
    await until(async () =>
      expect(await importJob(packager.subgraph, id)).toMatchObject({ state: "FAILED", error: expect.stringContaining("3 times") }),
    );
  });

  it("makes the demo films once, in order, and people's imports before them", async () => {
    const made: string[] = [];
    const first = Promise.withResolvers<void>();
    const encoder = {
      ...smallEncoder(),
      makeDemoClip: async (request: DemoClipRequest) => {
        if (made.push(request.clip) === 1) await first.promise;
        await smallEncoder().makeDemoClip(request);
      },
    };
    await using packager = await runPackager({ config: { demo: true }, encoder });
    await using _same = await packager.another(stuck());
    await until(() => expect(made).toEqual(["tidewater"]));
    await _same[Symbol.asyncDispose]();
    const { id } = resultOf(await importVideo(packager.subgraph, { sourceUrl: await packager.source(), title: "Mine" }));
    first.resolve();
    const done = () =>
      packager.sql(
        "SELECT j.id, j.source_url FROM packager.import_jobs j JOIN packager.encodes e ON e.id = j.encode_id ORDER BY e.created_at",
      );
    await until(async () => expect(await done()).toHaveLength(8));
    expect(made).toEqual(["tidewater", "paper-lanterns", "northern-static", "last-tram", "window-seat", "night-market", "first-light"]);
    expect((await done()).map((row) => row.id === id)[1]).toBe(true);
    expect(await readdir(join(packager.config.mediaDir, "prepared"))).toEqual([]);
  });
});
