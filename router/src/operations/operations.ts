import type { ServiceMap } from "@apollo/gateway";
import type { GatewayExecutionResult } from "@apollo/server-gateway-interface";
import { codedError } from "@marquee/coded-errors";
import type { DocumentNode, GraphQLError } from "graphql";
import type { Logger } from "pino";
import type { Asker } from "../asker.ts";
import type { Graph } from "../graph.ts";
import { coerceVariables } from "./coerce-variables.ts";
import type { Preparation } from "./prepare.ts";
import { runPlan } from "./run-plan.ts";

/** A client's operation, parsed. */
export interface Operation {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly asker: Asker;
}

export interface OperationsOptions {
  readonly graph: Graph;
  readonly preparation: Preparation;
  readonly sources: ServiceMap;
  readonly logger: Logger;
}

/** Answers queries and mutations, whichever way they came. */
export class Operations {
  constructor(readonly options: OperationsOptions) {}

  /** Errors in the result are not presentable yet. A result without `data` was refused before anything ran. */
  async execute({ document, operationName, variables, asker }: Operation): Promise<GatewayExecutionResult> {
    const { graph, preparation, sources, logger } = this.options;
    const planned = preparation.prepare(document, operationName);
    if (planned.kind === "refused") return { errors: planned.errors };
    if (planned.operation.operation === "subscription") return { errors: [notStreamed()] };
    const coerced = coerceVariables(graph.api, planned.operation, variables);
    if (coerced.errors) return { errors: coerced.errors };
    const isMutation = planned.operation.operation === "mutation";
    return runPlan({ graph, sources, planned, variables: coerced.values, asker: isMutation ? asker.withSource : asker, logger });
  }
}

function notStreamed(): GraphQLError {
  return codedError(
    "BAD_REQUEST",
    "A subscription is served over WebSocket: connect to this path with the subprotocol graphql-transport-ws.",
  );
}
