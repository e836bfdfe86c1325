import { executeQueryPlan, type ServiceMap } from "@apollo/gateway";
import type { QueryPlan } from "@apollo/query-planner";
import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from "@apollo/server-gateway-interface";
import { GraphQLError } from "graphql";
import type { Logger } from "pino";
import type { Asker } from "../asker.ts";
import type { Graph } from "../graph.ts";
import type { Planned } from "./prepare.ts";

export interface Run {
  readonly graph: Graph;
  readonly sources: ServiceMap;
  readonly planned: Planned;
  /** When it is not the planned one: an event is resolved by the rest of a subscription's plan. */
  readonly plan?: QueryPlan;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly asker: Asker;
  readonly logger: Logger;
}

/** Runs a plan. Each error has the path of the field that it made null; none is presentable to a client yet. */
export async function runPlan({ graph, sources, planned, plan, variables, asker, logger }: Run): Promise<GatewayExecutionResult> {
  const request = {
    request: { variables },
    operationName: planned.name ?? null,
    operation: planned.operation,
    context: asker,
    logger,
    metrics: {},
  } as unknown as GatewayGraphQLRequestContext; // the executor reads these alone; the others belong to Apollo Server's plug-ins
  const result = await executeQueryPlan(plan ?? planned.plan, sources, request, planned.context, graph.supergraph, graph.apiModel);
  return withNullErrors(result);
}

/** The executor puts errors about a null where none may be into an extension, and answers `{"data": null}` with no error at all. */
function withNullErrors(result: GatewayExecutionResult): GatewayExecutionResult {
  const { extensions, ...rest } = result;
  const hidden = extensions?.valueCompletion;
  if (!Array.isArray(hidden)) return rest;
  return { ...rest, errors: [...(rest.errors ?? []), ...hidden.filter((error) => error instanceof GraphQLError)] };
}
