import type { GraphQLDataSource, ServiceMap } from "@apollo/gateway";
import type { QueryPlan, SubscriptionNode } from "@apollo/query-planner";
import type { GatewayGraphQLResponse } from "@apollo/server-gateway-interface";
import type { Logger } from "pino";
import type { Graph } from "../graph.ts";
import { runPlan } from "../operations/run-plan.ts";
import { type PresentError, presentResult } from "../presentable-error.ts";
import { readAnswer } from "../subgraphs/answer.ts";
import type { FetchFacts } from "../subgraphs/fetch-facts.ts";
import type { Running } from "./subscriptions.ts";

export interface ResolveOptions {
  readonly graph: Graph;
  readonly sources: ServiceMap;
  readonly facts: (text: string) => FetchFacts;
  readonly presentError: PresentError;
  readonly logger: Logger;
}

/** Completes what a subgraph pushed with the fields of the others: the JSON text of a result that a client may see. */
export type ResolveEvent = (running: Running, event: unknown) => Promise<string>;

export function eventResolver(options: ResolveOptions): ResolveEvent {
  const { graph, presentError, logger } = options;
  return async ({ planned, node, variables, asker }, event) => {
    const plan: QueryPlan = { kind: "QueryPlan", node: node.rest ? { kind: "Sequence", nodes: [node.primary, node.rest] } : node.primary };
    const sources = sourcesWith(event, node, options);
    const result = await runPlan({ graph, sources, planned, plan, variables, asker, logger });
    return JSON.stringify(presentResult(result, presentError));
  };
}

/** The subgraphs, of which the subscription's own has answered its first fetch already: with the event. */
function sourcesWith(event: unknown, { primary }: SubscriptionNode, { sources, facts, graph }: ResolveOptions): ServiceMap {
  const real = sources[primary.serviceName];
  const pushed: GraphQLDataSource = {
    process: async (asked): Promise<GatewayGraphQLResponse> => {
      if (asked.request.query !== primary.operation && real) return real.process(asked);
      const copy = structuredClone(event); // the executor writes into what it is given, and others share the event
      return readAnswer(copy, { facts: facts(primary.operation), supergraph: graph.supergraph, representations: undefined });
    },
  };
  return { ...sources, [primary.serviceName]: pushed };
}
