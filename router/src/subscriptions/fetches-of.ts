import type { FetchNode, PlanNode, SubscriptionNode } from "@apollo/query-planner";

/** All fetches of a plan. */
export function fetchesOf(node: PlanNode | SubscriptionNode | undefined): readonly FetchNode[] {
  switch (node?.kind) {
    case undefined:
      return [];
    case "Fetch":
      return [node];
    case "Flatten":
      return fetchesOf(node.node);
    case "Sequence":
    case "Parallel":
      return node.nodes.flatMap(fetchesOf);
    case "Condition":
      return [...fetchesOf(node.ifClause), ...fetchesOf(node.elseClause)];
    case "Subscription":
      return [node.primary, ...fetchesOf(node.rest)];
    case "Defer":
      throw new Error("The planner is not asked to defer.");
    default:
      throw new Error(`Unknown plan node: ${JSON.stringify(node satisfies never)}`);
  }
}
