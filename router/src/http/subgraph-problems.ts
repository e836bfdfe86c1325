import type { Subgraph } from "../subgraphs/subgraph.ts";

/** Probes from many sides ask the subgraphs at most once in this time. */
const KEPT_MS = 1_000;

/** Says which subgraphs are not ready, one sentence each; what was found is kept for a second. */
export function subgraphProblems(subgraphs: readonly Subgraph[]): () => Promise<readonly string[]> {
  let asked: { readonly atMs: number; readonly problems: Promise<readonly string[]> } | undefined;
  return () => {
    const now = performance.now();
    if (!asked || now - asked.atMs > KEPT_MS) asked = { atMs: now, problems: askAll(subgraphs) };
    return asked.problems;
  };
}

async function askAll(subgraphs: readonly Subgraph[]): Promise<readonly string[]> {
  const answers = await Promise.all(
    subgraphs.map(async (subgraph) => ({ name: subgraph.address.name, isReady: await subgraph.isReady() })),
  );
  return answers.filter(({ isReady }) => !isReady).map(({ name }) => `The subgraph "${name}" is not ready.`);
}
