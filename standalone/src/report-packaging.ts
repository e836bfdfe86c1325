import { setTimeout } from "node:timers/promises";
import { signClaim, viewerHeader } from "@marquee/viewer-claim";
import { z } from "zod";
import type { Standalone } from "./standalone.ts";

const answer = z.object({
  data: z.object({
    importJobs: z.object({
      nodes: z.array(
        z.object({ id: z.string(), title: z.string().nullable(), state: z.string(), percent: z.number(), error: z.string().nullable() }),
      ),
    }),
  }),
});

type Job = z.infer<typeof answer>["data"]["importJobs"]["nodes"][number];

const PERIOD_MS = 1_000;
const STEP_PERCENT = 25;

/** Says how the videos in hand get on: a line when one begins, at each quarter, and when it ends. Returns when the signal aborts. */
export async function reportPackaging(marquee: Standalone, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  const said = new Map<string, string>();
  while (!signal.aborted) {
    for (const job of await jobsOf(marquee, signal)) {
      const line = lineFor(job);
      const isNews = line !== undefined && said.get(job.id) !== line;
      const isOld = !said.has(job.id) && (job.state === "READY" || job.state === "FAILED");
      if (line) said.set(job.id, line);
      if (isNews && !isOld) say(line);
    }
    await setTimeout(PERIOD_MS, undefined, { signal }).catch(() => {});
  }
}

async function jobsOf({ packagerUrl, claimSecret }: Standalone, signal: AbortSignal): Promise<readonly Job[]> {
  const claim = signClaim({ sub: "standalone", scope: "operate" }, claimSecret, "packager", Date.now());
  try {
    const response = await fetch(packagerUrl, {
      method: "POST",
      headers: { "content-type": "application/json", [viewerHeader]: claim },
      body: JSON.stringify({ query: "query Progress { importJobs(first: 20) { nodes { id title state percent error } } }" }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
    });
    return answer.parse(await response.json()).data.importJobs.nodes;
  } catch {
    return []; // asked again in a second
  }
}

function lineFor({ title, state, percent, error }: Job): string | undefined {
  const name = title ?? "a video";
  switch (state) {
    case "QUEUED":
      return undefined;
    case "READY":
      return `  ✓ ${name} is ready to watch`;
    case "FAILED":
      return `  ✗ ${name} could not be packaged: ${error ?? "see the log"}`;
    default:
      return `  · Packaging ${name}: ${Math.floor(percent / STEP_PERCENT) * STEP_PERCENT} %`;
  }
}
