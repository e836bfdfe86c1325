import { createHash } from "node:crypto";
import { buildOperationContext } from "@apollo/gateway";
import type { QueryPlan } from "@apollo/query-planner";
import { codedError } from "@marquee/coded-errors";
import {
  type DocumentNode,
  GraphQLError,
  getOperationAST,
  type OperationDefinitionNode,
  type ParseOptions,
  parse,
  validate,
} from "graphql";
import { BoundedMap } from "../bounded-map.ts";
import type { Graph } from "../graph.ts";
import type { Limits } from "../limits.ts";
import { conditionalSubscription } from "./conditional-subscription.ts";
import { overLimit } from "./over-limit.ts";
import { planOperation } from "./plan-operation.ts";
import { recode } from "./recode.ts";

/** What became of a document: a plan, or the reasons why it is not run. */
export type Prepared = Refused | Planned;

export interface Refused {
  readonly kind: "refused";
  readonly errors: readonly GraphQLError[];
}

export interface Planned {
  readonly kind: "planned";
  /** The whole document and the operation's name: equal for operations that do the same. */
  readonly key: string;
  readonly operation: OperationDefinitionNode;
  readonly plan: QueryPlan;
  readonly context: ReturnType<typeof buildOperationContext>;
}

/** Memory for plans and refusals: a few dozen kilobytes each at worst. */
const KEPT_OPERATIONS = 500;

/** Takes documents through limits, validation and planning, in that order, so that each step only sees what the one before let through. */
export class Preparation {
  readonly #kept = new BoundedMap<string, Prepared>(KEPT_OPERATIONS);

  constructor(
    readonly graph: Graph,
    readonly limits: Limits,
  ) {}

  get parseOptions(): ParseOptions {
    return { maxTokens: this.limits.tokens };
  }

  /** @throws GRAPHQL_PARSE_FAILED, or OPERATION_TOO_LARGE for too many tokens */
  parse(source: string): DocumentNode {
    try {
      return parse(source, this.parseOptions);
    } catch (error) {
      throw error instanceof GraphQLError ? recode(error, "GRAPHQL_PARSE_FAILED") : error;
    }
  }

  /** Prepares an operation, or returns at once how it was prepared before. */
  prepare(query: string, operationName: string | undefined): Prepared | Promise<Prepared> {
    const key = createHash("sha256")
      .update(JSON.stringify([query, operationName]))
      .digest("base64");
    return this.#kept.take(key, () => this.#prepareText(key, query, operationName));
  }

  #prepareText(key: string, query: string, operationName: string | undefined): Prepared {
    try {
      return this.#prepare(key, this.parse(query), operationName);
    } catch (error) {
      if (error instanceof GraphQLError) return refused(error);
      throw error;
    }
  }

  #prepare(key: string, document: DocumentNode, operationName: string | undefined): Prepared {
    const barred = overLimit(document, this.limits) ?? conditionalSubscription(document);
    if (barred) return refused(barred);
    const invalid = validate(this.graph.api, document);
    if (invalid.length > 0) return refused(...invalid.map((error) => recode(error, "GRAPHQL_VALIDATION_FAILED")));
    const operation = getOperationAST(document, operationName);
    if (!operation) return refused(codedError("OPERATION_RESOLUTION_FAILURE", unresolved(operationName)));
    try {
      const runnable = operation.operation === "subscription" ? nameless(document, operation) : document;
      const name = runnable === document ? operationName : undefined;
      const plan = planOperation(this.graph, runnable, name);
      const context = buildOperationContext({ schema: this.graph.api, operationDocument: runnable, ...(name && { operationName: name }) });
      return { kind: "planned", key, operation, plan, context };
    } catch (error) {
      if (error instanceof GraphQLError) return refused(error);
      throw error;
    }
  }
}

/** Drops an operation's name and its neighbours, so that the same subscription under two names is one upstream: its name would be part of the fetch. */
function nameless(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const { name: _, ...rest } = operation;
  return { ...document, definitions: [rest, ...document.definitions.filter(({ kind }) => kind === "FragmentDefinition")] };
}

function refused(...errors: readonly GraphQLError[]): Refused {
  return { kind: "refused", errors };
}

function unresolved(operationName: string | undefined): string {
  return operationName === undefined
    ? "The document has several operations: say which one in operationName."
    : `The document has no operation named "${operationName}".`;
}
