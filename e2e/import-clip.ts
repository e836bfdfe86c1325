import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { vi } from "vitest";
import { graphql } from "./generated/index.ts";
import type { PublicGraph } from "./public-graph.ts";

const run = promisify(execFile);

const importDocument = graphql(`
  mutation ImportForTest($input: ImportVideoInput!) {
    importVideo(input: $input) { ... on ImportJob { id } ... on InvalidSource { message } }
  }
`);

const jobDocument = graphql(`
  query JobForTest($id: ID!) {
    importJob(id: $id) { state error playable { id name } }
  }
`);

/**
 * Imports a generated film, ten seconds long unless told otherwise, as an operator would: by upload. Returns once it can be played.
 *
 * @param film the title of a new one, or which one it becomes the video of
 */
export async function importClip(
  marquee: PublicGraph,
  film: string | { readonly playableId: string },
  seconds = 10,
): Promise<{ readonly playableId: string }> {
  const folder = await mkdtemp(join(tmpdir(), "marquee-clip-"));
  const file = join(folder, "clip.mp4");
  const picture = `testsrc2=size=320x180:rate=24:duration=${seconds}`;
  await run("ffmpeg", [
    "-v",
    "error",
    "-f",
    "lavfi",
    "-i",
    picture,
    "-f",
    "lavfi",
    "-i",
    `sine=220:duration=${seconds}`,
    "-pix_fmt",
    "yuv420p",
    file,
  ]);
  const body = await readFile(file);
  await rm(folder, { recursive: true });

  const token = await marquee.signIn("carol");
  const headers = { authorization: `Bearer ${token}` };
  const upload = await fetch(`${marquee.url}/media/uploads/clip.mp4`, { method: "PUT", headers, body });
  const { sourceUrl } = (await upload.json()) as { sourceUrl: string };
  const imported = await marquee.ask(
    importDocument,
    { input: { ...(typeof film === "string" ? { title: film } : film), sourceUrl, idempotencyKey: crypto.randomUUID() } },
    token,
  );
  const job = imported.data?.importVideo;
  if (!job || !("id" in job)) throw new Error(`the import was refused: ${JSON.stringify(imported)}`);

  return vi.waitFor(
    async () => {
      const { data, errors } = await marquee.ask(jobDocument, { id: job.id }, token);
      const { state, error, playable } = data?.importJob ?? {};
      if (state !== "READY" || !playable?.name) throw new Error(`not ready: ${state} ${error} ${JSON.stringify(errors)}`);
      return { playableId: playable.id };
    },
    { timeout: 45_000, interval: 250 },
  );
}
