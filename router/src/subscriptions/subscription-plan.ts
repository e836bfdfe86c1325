import type { SubscriptionNode } from "@apollo/query-planner";
import { type DocumentNode, type GraphQLSchema, Kind, parse } from "graphql";
import type { Graph, SubgraphAddress } from "../graph.ts";
import type { Planned } from "../operations/prepare.ts";
import type { FetchFacts } from "../subgraphs/fetch-facts.ts";
import { fetchesOf } from "./fetches-of.ts";

/** What a plan says of its subscription. */
export interface SubscriptionPlan {
  readonly planned: Planned;
  readonly node: SubscriptionNode;
  /** Who pushes. */
  readonly subgraph: SubgraphAddress;
  /** Whether what is pushed is the same for everybody. */
  readonly isPublicUpstream: boolean;
  /** Whether the whole of each event is. */
  readonly isPublic: boolean;
  /** Whether each event makes those before it worthless, as `@latestValue` on the field says. */
  readonly keepsLatest: boolean;
}

/** Reads the plans of subscriptions, each once. */
export function subscriptionPlans(graph: Graph, facts: (text: string) => FetchFacts): (planned: Planned) => SubscriptionPlan {
  const known = new WeakMap<Planned, SubscriptionPlan>();
  const latest = latestValueFields(graph.supergraph);
  return (planned) => {
    const kept = known.get(planned);
    if (kept) return kept;
    const { node } = planned.plan;
    if (node?.kind !== "Subscription") throw new Error("The planner made no subscription of one.");
    const subgraph = graph.subgraphs.find(({ name }) => name === node.primary.serviceName);
    if (!subgraph) throw new Error(`The plan names a subgraph that the graph lacks: ${node.primary.serviceName}.`);
    const plan: SubscriptionPlan = {
      planned,
      node,
      subgraph,
      isPublicUpstream: facts(node.primary.operation).isPublic,
      isPublic: fetchesOf(node).every((fetch) => facts(fetch.operation).isPublic),
      keepsLatest: latest.has(rootField(parse(node.primary.operation, { noLocation: true }))),
    };
    known.set(planned, plan);
    return plan;
  };
}

function latestValueFields(supergraph: GraphQLSchema): ReadonlySet<string> {
  const fields = Object.values(supergraph.getSubscriptionType()?.getFields() ?? {});
  const marked = fields.filter(({ astNode }) => astNode?.directives?.some(({ name }) => name.value === "latestValue"));
  return new Set(marked.map(({ name }) => name));
}

/** Validation lets a subscription have one, and the planner writes it without fragments. */
function rootField({ definitions }: DocumentNode): string {
  const operation = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const field = operation?.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
  if (!field) throw new Error("The planner's subscription has no field.");
  return field.name.value;
}
