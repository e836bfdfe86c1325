import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { tinyClip } from "./clip.ts";
import type { Graph } from "./graph.ts";
import type { Title } from "./ledger.ts";
import type { Reader } from "./reported.ts";

/** Short enough that many are watched to their end and many become a view (half of 40 s), long enough that some are left. */
const LENGTHS_SECONDS = [40, 90, 180];
const READY_WITHIN_MS = 180_000;

const uploaded = z.object({ sourceUrl: z.string() });
const imported = z.object({
  importVideo: z.union([z.object({ __typename: z.literal("ImportJob"), id: z.string() }), z.object({ message: z.string() })]),
});
const job = z.object({
  importJob: z.object({ state: z.string(), error: z.string().nullable(), playable: z.object({ id: z.string() }).nullable() }),
});
const watchable = z.object({
  playable: z.object({ id: z.string(), durationSeconds: z.number(), video: z.object({ state: z.literal("READY") }) }),
});

/**
 * Titles of the run's own, so that nobody else is counted with it: imported as an operator does, by upload, and ready to be watched.
 *
 * @throws when an import fails or takes longer than three minutes
 */
export async function importTitles(graph: Graph, operator: Reader): Promise<readonly Title[]> {
  const run = `${new Date().toISOString().slice(0, 19)} ${crypto.randomUUID().slice(0, 4)}`;
  const ids = await Promise.all(
    LENGTHS_SECONDS.map((seconds) => importTitle(graph, operator, { name: `Simulated ${run}, ${seconds} s`, seconds })),
  );
  return titlesOf(graph, ids);
}

/** Titles that exist, once each can be watched. */
export async function titlesOf(graph: Graph, ids: readonly string[]): Promise<readonly Title[]> {
  return Promise.all(
    ids.map(async (id) => {
      const query = "query Watchable($id: ID!) { playable(id: $id) { id durationSeconds video { state } } }";
      // While the title is on its way from packager to catalog the answer has another shape, and is asked for again.
      const { playable } = await inTime(`${id} is not ready to be watched`, graph.ask({ query, variables: { id }, result: watchable }));
      return { id: playable.id, durationSeconds: playable.durationSeconds };
    }),
  );
}

async function importTitle(
  graph: Graph,
  operator: Reader,
  { name, seconds }: { readonly name: string; readonly seconds: number },
): Promise<string> {
  const sourceUrl = await upload(graph, operator, tinyClip(seconds));
  const input = { sourceUrl, title: name, kind: "MOVIE", idempotencyKey: crypto.randomUUID() };
  const { importVideo } = await operator.authorized((token) =>
    graph.ask({
      query: `mutation Import($input: ImportVideoInput!) {
        importVideo(input: $input) { __typename ... on ImportJob { id } ... on InvalidSource { message } }
      }`,
      variables: { input },
      result: imported,
      token,
    }),
  );
  if (!("id" in importVideo)) throw new Error(`The import of a clip was refused: ${importVideo.message}`);
  return inTime(`${name} is not ready`, readyJob(graph, operator, importVideo.id));
}

async function upload(graph: Graph, operator: Reader, clip: Buffer<ArrayBuffer>): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    const response = await operator.authorized((token) =>
      graph.fetch("/media/uploads/clip.y4m", { method: "PUT", headers: { authorization: `Bearer ${token}` }, body: clip }),
    );
    const status = "status" in response ? response.status : 503;
    if ("body" in response && status === 201) return uploaded.parse(response.body).sourceUrl;
    if ("body" in response && status < 500) {
      throw new Error(`The upload of a clip was refused: HTTP ${status} ${JSON.stringify(response.body)}`);
    }
    await graph.pause(attempt);
  }
}

/** The playable that the job makes, once it is ready. */
async function readyJob(graph: Graph, operator: Reader, id: string): Promise<string> {
  for (;;) {
    const { importJob } = await operator.authorized((token) =>
      graph.ask({
        query: "query Job($id: ID!) { importJob(id: $id) { state error playable { id } } }",
        variables: { id },
        result: job,
        token,
      }),
    );
    if (importJob.state === "FAILED") throw new Error(`The import of a clip failed: ${importJob.error}`);
    if (importJob.state === "READY" && importJob.playable) return importJob.playable.id;
    await setTimeout(500, undefined, { signal: graph.signal });
  }
}

async function inTime<Result>(what: string, work: Promise<Result>): Promise<Result> {
  const late = new AbortController();
  const deadline = setTimeout(READY_WITHIN_MS, undefined, { signal: late.signal }).then(() => {
    throw new Error(`${what}, after ${READY_WITHIN_MS / 1000} s`);
  });
  deadline.catch(() => {}); // raced below
  try {
    return await Promise.race([work, deadline]);
  } finally {
    late.abort();
  }
}
