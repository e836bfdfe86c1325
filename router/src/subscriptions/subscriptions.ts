import type { GraphQLDataSource, ServiceMap } from "@apollo/gateway";
import type { QueryPlan, SubscriptionNode } from "@apollo/query-planner";
import type { GatewayGraphQLResponse } from "@apollo/server-gateway-interface";
import type { ExecutionResult, GraphQLError } from "graphql";
import type { Logger } from "pino";
import { anyone } from "../asker.ts";
import type { Graph } from "../graph.ts";
import type { Metrics } from "../metrics.ts";
import { coerceVariables } from "../operations/coerce-variables.ts";
import type { Asked } from "../operations/operations.ts";
import type { Planned, Preparation } from "../operations/prepare.ts";
import { runPlan } from "../operations/run-plan.ts";
import { type PresentError, presentResult } from "../presentable-error.ts";
import { readAnswer } from "../subgraphs/answer.ts";
import type { FetchFacts } from "../subgraphs/fetch-facts.ts";
import { fetchesOf } from "./fetches-of.ts";
import { SharedStreams } from "./shared-streams.ts";
import { openUpstream } from "./upstream.ts";

export interface SubscriptionsOptions {
  readonly graph: Graph;
  readonly preparation: Preparation;
  readonly sources: ServiceMap;
  readonly facts: (text: string) => FetchFacts;
  readonly claimSecret: string;
  readonly timeoutMs: number;
  readonly presentError: PresentError;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** A subscription that may be run: its plan's two halves, and what it was asked with. */
interface Running {
  readonly operation: Asked;
  readonly planned: Planned;
  readonly node: SubscriptionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

export type Subscribed =
  | { readonly results: AsyncIterableIterator<ExecutionResult>; readonly errors?: never }
  | { readonly errors: readonly GraphQLError[]; readonly results?: never };

/**
 * Runs subscriptions: what a subgraph pushes is completed with the fields of the others, for each event.
 *
 * Two things are shared. One upstream serves all whose first fetch, variables and viewer are equal, and one resolution of its events serves all whose whole
 * operation is; where nothing in it depends on the viewer, all viewers count as equal. A subscription's contract is: the value now, then each newer
 * one. Who is slow gets the newest and not all of them.
 */
export class Subscriptions {
  readonly #upstreams: SharedStreams<unknown>;
  readonly #results: SharedStreams<ExecutionResult>;

  constructor(readonly options: SubscriptionsOptions) {
    const onFailure = (error: unknown) => options.logger.error({ err: error }, "a subscription failed");
    this.#upstreams = new SharedStreams(onFailure);
    this.#results = new SharedStreams(onFailure);
    options.metrics.gauge("router_upstream_subscriptions", "Subscriptions open to subgraphs.", () => this.#upstreams.size);
    options.metrics.gauge("router_client_subscriptions", "Subscriptions of clients.", () => this.#results.readers);
  }

  async subscribe(operation: Asked): Promise<Subscribed> {
    const { graph, preparation, facts } = this.options;
    const planned = await preparation.prepare(operation.query, operation.operationName);
    if (planned.kind === "refused") return { errors: planned.errors };
    if (planned.plan.node?.kind !== "Subscription") throw new Error("The planner made no subscription of one.");
    const coerced = coerceVariables(graph.api, planned.operation, operation.variables ?? {});
    if (coerced.errors) return { errors: coerced.errors };
    const running: Running = { operation, planned, node: planned.plan.node, variables: coerced.values };
    const isPublic = fetchesOf(running.node).every((fetch) => facts(fetch.operation).isPublic);
    const key = JSON.stringify([planned.key, running.variables, isPublic ? anyone.key : operation.asker.key]);
    return { results: this.#results.join(key, (signal) => this.#resolved(running, signal)) };
  }

  /** Ends all subscriptions. */
  close(): void {
    this.#results.close();
    this.#upstreams.close();
  }

  async *#resolved(running: Running, signal: AbortSignal): AsyncGenerator<ExecutionResult> {
    const pushed = this.#join(running);
    signal.addEventListener("abort", () => void pushed.return?.(), { once: true });
    for await (const event of pushed) yield await this.#resolve(running, event);
  }

  #join({ operation, node, variables }: Running): AsyncIterableIterator<unknown> {
    const { graph, facts, claimSecret, timeoutMs, logger } = this.options;
    const { serviceName, operation: query, operationName, variableUsages } = node.primary;
    const subgraph = graph.subgraphs.find(({ name }) => name === serviceName);
    if (!subgraph) throw new Error(`The plan names a subgraph that the graph lacks: ${serviceName}.`);
    const asker = facts(query).isPublic ? anyone : operation.asker;
    const used = Object.fromEntries((variableUsages ?? []).filter((name) => name in variables).map((name) => [name, variables[name]]));
    const payload = { query, variables: used, ...(operationName && { operationName }) };
    const key = JSON.stringify([serviceName, query, used, asker.key]);
    return this.#upstreams.join(key, (signal) => openUpstream({ subgraph, payload, asker, claimSecret, timeoutMs, logger }, signal));
  }

  async #resolve({ operation, planned, node, variables }: Running, event: unknown): Promise<ExecutionResult> {
    const { graph, presentError, metrics, logger } = this.options;
    const plan: QueryPlan = { kind: "QueryPlan", node: node.rest ? { kind: "Sequence", nodes: [node.primary, node.rest] } : node.primary };
    const sources = this.#sourcesWith(node, event);
    const result = await runPlan({ graph, sources, planned, plan, variables, asker: operation.asker, logger });
    metrics.eventResolved();
    return presentResult(result, presentError);
  }

  /** The subgraphs, of which the subscription's own has answered its first fetch already: with the event. */
  #sourcesWith({ primary }: SubscriptionNode, event: unknown): ServiceMap {
    const { facts, sources, graph } = this.options;
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
}
