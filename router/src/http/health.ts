import type { Express } from "express";
import type { Metrics } from "../metrics.ts";
import type { SubgraphSource } from "../subgraphs/subgraph-source.ts";

/** Probes from many sides ask the subgraphs at most once in this time. */
const KEPT_MS = 1_000;

/** Says which subgraphs are not ready, one sentence each; what was found is kept for a second. */
export function subgraphProblems(sources: readonly SubgraphSource[]): () => Promise<readonly string[]> {
  let asked: { readonly atMs: number; readonly problems: Promise<readonly string[]> } | undefined;
  return () => {
    const now = performance.now();
    if (!asked || now - asked.atMs > KEPT_MS) asked = { atMs: now, problems: askAll(sources) };
    return asked.problems;
  };
}

async function askAll(sources: readonly SubgraphSource[]): Promise<readonly string[]> {
  const answers = await Promise.all(sources.map(async (source) => ({ name: source.address.name, isReady: await source.isReady() })));
  return answers.filter(({ isReady }) => !isReady).map(({ name }) => `The subgraph "${name}" is not ready.`);
}

/** `/healthz` while the process runs, `/readyz` while it can answer, and `/metrics` for Prometheus. */
export function addHealth(app: Express, problems: () => Promise<readonly string[]>, { registry }: Metrics): void {
  app.get("/healthz", (_request, response) => void response.json({ service: "router", status: "up" }));
  app.get("/readyz", async (_request, response) => {
    const found = await problems();
    const isReady = found.length === 0;
    response.status(isReady ? 200 : 503).json({ service: "router", status: isReady ? "ready" : "not ready", problems: found });
  });
  app.get("/metrics", async (_request, response) => void response.type(registry.contentType).send(await registry.metrics()));
}
