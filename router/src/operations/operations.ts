import type { ServiceMap } from "@apollo/gateway";
import { codedError } from "@marquee/coded-errors";
import { GraphQLError } from "graphql";
import type { Logger } from "pino";
import type { Asker } from "../asker.ts";
import type { Graph } from "../graph.ts";
import { type PresentError, presentResult } from "../presentable-error.ts";
import { type Answer, Refusal, TextAnswer } from "./answer.ts";
import { coerceVariables } from "./coerce-variables.ts";
import type { Preparation } from "./prepare.ts";
import { runPlan } from "./run-plan.ts";

/** A client's operation, as it came. */
export interface Asked {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly asker: Asker;
}

export interface OperationsOptions {
  readonly graph: Graph;
  readonly preparation: Preparation;
  readonly sources: ServiceMap;
  readonly presentError: PresentError;
  readonly logger: Logger;
}

/** Answers queries and mutations, whichever way they came. */
export class Operations {
  constructor(readonly options: OperationsOptions) {}

  /** Never throws: whatever went wrong is an answer. */
  async answer({ query, operationName, variables = {}, asker }: Asked, { allowsMutations = true } = {}): Promise<Answer> {
    const { graph, preparation, sources, presentError, logger } = this.options;
    try {
      const planned = await preparation.prepare(query, operationName);
      if (planned.kind === "refused") return this.refuse(planned.errors, planned.status);
      const { operation } = planned.operation;
      if (operation === "subscription") return this.refuse([notStreamed()]);
      if (operation === "mutation" && !allowsMutations) return this.refuse([notByGet()], 405);
      const coerced = coerceVariables(graph.api, planned.operation, variables);
      if (coerced.errors) return this.refuse(coerced.errors);
      const by = operation === "mutation" ? asker.withSource : asker;
      const result = await runPlan({ graph, sources, planned, variables: coerced.values, asker: by, logger });
      return new TextAnswer(JSON.stringify(presentResult(result, presentError)));
    } catch (error) {
      return this.refuse([asGraphqlError(error)]);
    }
  }

  /** Turns the reasons why an operation is not run into an answer. */
  refuse(errors: readonly GraphQLError[], status?: number): Answer {
    const shown = errors.map((error) => this.options.presentError(error.toJSON(), error));
    const isOurs = shown.some(({ extensions }) => extensions?.code === "INTERNAL_SERVER_ERROR");
    return new Refusal(shown, status ?? (isOurs ? 500 : undefined));
  }
}

/** Anything that was thrown, as an error that can be presented. */
export function asGraphqlError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError("unexpected", { originalError: error instanceof Error ? error : new Error(String(error)) });
}

function notStreamed(): GraphQLError {
  return codedError(
    "BAD_REQUEST",
    "A subscription is served over WebSocket: connect to this path with the subprotocol graphql-transport-ws.",
  );
}

function notByGet(): GraphQLError {
  return codedError("BAD_REQUEST", "A mutation is sent by POST.");
}
