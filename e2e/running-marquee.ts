import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Standalone, startStandalone } from "@marquee/standalone";
import { pino } from "pino";
import { type MarqueeUnderTest, publicGraph } from "./public-graph.ts";

export interface Fetch {
  readonly subgraph: string;
  readonly operationName: string | undefined;
}

/** A whole Marquee in the test's own process, on a home of its own, with the demo's accounts and titles but without its films. */
export interface RunningMarquee extends MarqueeUnderTest, Standalone {
  readonly url: string;
  /** What the router asked of subgraphs since the start; may be emptied. */
  readonly fetches: Fetch[];
}

/** Marquee as this run of the tests has it: in the test's own process, or, by `npm run test:engines`, as processes on real engines. */
export async function startMarquee(): Promise<MarqueeUnderTest> {
  if (process.env.MARQUEE_RUNS_ON !== "engines") return startInProcess();
  const { startOnEngines } = await import("./marquee-on-engines.ts"); // only where Vitest provides the engines
  return startOnEngines();
}

export async function startInProcess(): Promise<RunningMarquee> {
  const home = await mkdtemp(join(tmpdir(), "marquee-e2e-"));
  const fetches: Fetch[] = [];
  const config = {
    port: 0,
    host: "127.0.0.1",
    publicUrl: undefined,
    home,
    databaseUrl: undefined,
    isDemo: true,
    hasDemoFilms: false,
    importFolders: [],
    lateLimitHours: 24,
    logLevel: "silent",
  };
  const marquee = await startStandalone(config, {
    logger: pino({ level: "silent" }),
    say: () => {},
    onFetch: (subgraph, operationName) => void fetches.push({ subgraph, operationName }),
  });
  return {
    ...marquee,
    ...publicGraph(marquee.url),
    metricsUrl: `${marquee.url}/metrics`,
    fetches,
    async [Symbol.asyncDispose]() {
      await marquee[Symbol.asyncDispose]();
      await rm(home, { recursive: true, force: true });
    },
  };
}
