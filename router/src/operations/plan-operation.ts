import { operationFromDocument } from "@apollo/federation-internals";
import type { QueryPlan } from "@apollo/query-planner";
import { codedError } from "@marquee/coded-errors";
import type { DocumentNode } from "graphql";
import type { Graph } from "../graph.ts";

/** How the planner says that it gave up: for too many paths, too deep a repetition of fragments, or too many jumps between subgraphs. */
const gaveUp = /^(Too many options generated|Exceeded maximum recursive selections|Number of non-local selections exceeds)/;

/**
 * Plans a validated operation.
 *
 * @throws OPERATION_TOO_COMPLEX when the planner reached one of its bounds
 */
export function planOperation(graph: Graph, document: DocumentNode, operationName: string | undefined): QueryPlan {
  try {
    return graph.planner.buildQueryPlan(operationFromDocument(graph.apiModel, document, operationName ? { operationName } : {}));
  } catch (error) {
    if (!(error instanceof Error) || !gaveUp.test(error.message)) throw error;
    throw codedError("OPERATION_TOO_COMPLEX", "The operation would need too much planning: ask for less of the graph at once.");
  }
}
