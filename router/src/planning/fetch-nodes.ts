import type { FetchNode, PlanNode, QueryPlan, SubscriptionNode } from "@apollo/query-planner";

type Replace = (fetch: FetchNode) => readonly FetchNode[];

/** The plan with other fetches: each is replaced by one or more, which then run at the same time. */
export function withFetches(plan: QueryPlan, replace: Replace): QueryPlan {
  const { node } = plan;
  if (!node) return plan;
  return { ...plan, node: node.kind === "Subscription" ? inSubscription(node, replace) : inNode(node, replace) };
}

function inSubscription(node: SubscriptionNode, replace: Replace): SubscriptionNode {
  const [primary = node.primary] = replace(node.primary);
  return { ...node, primary, ...(node.rest && { rest: inNode(node.rest, replace) }) };
}

function inNode(node: PlanNode, replace: Replace): PlanNode {
  switch (node.kind) {
    case "Fetch":
      return together(replace(node));
    case "Flatten":
      if (node.node.kind === "Fetch") return together(replace(node.node).map((fetch) => ({ ...node, node: fetch })));
      return { ...node, node: inNode(node.node, replace) };
    case "Sequence":
    case "Parallel":
      return { ...node, nodes: node.nodes.map((one) => inNode(one, replace)) };
    case "Condition":
      return {
        ...node,
        ...(node.ifClause && { ifClause: inNode(node.ifClause, replace) }),
        ...(node.elseClause && { elseClause: inNode(node.elseClause, replace) }),
      };
    case "Defer":
      throw new Error("The planner is not asked to defer.");
    default:
      throw new Error(`Unknown plan node: ${JSON.stringify(node satisfies never)}`);
  }
}

function together(nodes: readonly PlanNode[]): PlanNode {
  const [only] = nodes;
  return only && nodes.length === 1 ? only : { kind: "Parallel", nodes: [...nodes] };
}

/** The fetches that start at the operation's root. */
export function rootFetches(node: QueryPlan["node"]): readonly FetchNode[] {
  switch (node?.kind) {
    case undefined:
    case "Flatten":
    case "Defer":
      return [];
    case "Fetch":
      return node.requires ? [] : [node];
    case "Sequence":
    case "Parallel":
      return node.nodes.flatMap(rootFetches);
    case "Condition":
      return [...rootFetches(node.ifClause), ...rootFetches(node.elseClause)];
    case "Subscription":
      return [node.primary];
    default:
      throw new Error(`Unknown plan node: ${JSON.stringify(node satisfies never)}`);
  }
}
