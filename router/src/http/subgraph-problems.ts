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
