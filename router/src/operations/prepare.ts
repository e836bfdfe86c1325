import type { QueryPlan } from "@apollo/query-planner";
import { codedError } from "@marquee/coded-errors";
import {
  type DocumentNode,
  GraphQLError,
  getOperationAST,
  type OperationDefinitionNode,
  type ParseOptions,
  parse,
  print,
  Source,
} from "graphql";
import type { Graph } from "../graph.ts";
import type { Limits } from "../limits.ts";
import type { Problem } from "../planning/messages.ts";
import type { Planner } from "../planning/planner.ts";
import { conditionalSubscription } from "./conditional-subscription.ts";
import { KeptOperations } from "./kept-operations.ts";
import { overLimit } from "./over-limit.ts";
import { recode } from "./recode.ts";
import { serialFields } from "./serial-fields.ts";
import { singleOperation } from "./single-operation.ts";

/** What became of a document: a plan, or the reasons why it is not run. */
export type Prepared = Refused | Planned;

export interface Refused {
  readonly kind: "refused";
  readonly errors: readonly GraphQLError[];
  /** The HTTP status, where the reason has one of its own. */
  readonly status: number | undefined;
}

/** An operation that can be run. Its parts are shared by all operations that do the same, whatever they are called. */
export interface Planned {
  readonly kind: "planned";
  /** As the client calls it, for logs. */
  readonly name: string | undefined;
  /** The operation and its fragments, printed: equal for operations that do the same. */
  readonly key: string;
  /**
   * The operation without its name, and the fragments it uses, without locations. Each field's alias is the key that its data come under, of which `responseKeyOf`
   * makes the one that the client gets.
   */
  readonly document: DocumentNode;
  /** That of the document. */
  readonly operation: OperationDefinitionNode;
  readonly plan: QueryPlan;
  /** For a mutation of several fields, each by itself, by its response key: they are run one after the other instead of this. */
  readonly serial: ReadonlyMap<string, Planned>;
}

type PlannedParts = Omit<Planned, "kind" | "name">;

/** Memory for plans and refusals, a few dozen times their texts: some 100 MB at worst. */
const KEPT = { count: 1_000, characters: 2_000_000 };

/**
 * Takes documents through limits, validation and planning, in that order, so that each step only sees what the one before let through. Limits are measured
 * here, in a time that grows with the document alone; all else is the planner's, in a process of its own.
 */
export class Preparation {
  readonly #known = new KeptOperations<Prepared>(KEPT);
  readonly #underWay = new Map<string, Promise<Prepared>>();
  readonly #plans = new KeptOperations<PlannedParts>(KEPT);

  constructor(
    readonly graph: Graph,
    readonly limits: Limits,
    readonly planner: Planner,
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

  /** Prepares an operation, or returns at once how it was prepared before. Never throws, and never rejects. */
  prepare(query: string, operationName: string | undefined): Prepared | Promise<Prepared> {
    const key = keyOf(query, operationName);
    return this.#known.get(key) ?? this.#underWay.get(key) ?? this.#begin(key, query, operationName);
  }

  #begin(key: string, query: string, operationName: string | undefined): Promise<Prepared> {
    const prepared = this.#prepare(query, operationName)
      .catch(asRefused)
      .then((outcome) => {
        this.#underWay.delete(key);
        if (!isPassing(outcome)) this.#known.set(key, outcome);
        return outcome;
      });
    this.#underWay.set(key, prepared);
    return prepared;
  }

  async #prepare(query: string, operationName: string | undefined): Promise<Prepared> {
    const document = this.parse(query);
    const barred = overLimit(document, this.limits) ?? conditionalSubscription(document);
    if (barred) return refused(barred);
    const operation = getOperationAST(document, operationName);
    const single = operation && singleOperation(document, operation);
    const text = single && print(single.document);
    const kept = single?.isWhole && text ? this.#plans.get(text) : undefined; // what is planned is valid
    if (!kept) {
      const problems = await this.planner.validate(query);
      if (problems.length > 0) return refused(...problems.map((problem) => invalid(problem, query)));
    }
    if (!operation || !text) return refused(codedError("OPERATION_RESOLUTION_FAILURE", unresolved(operationName)));
    return { kind: "planned", name: operation.name?.value, ...(kept ?? (await this.#plan(text))) };
  }

  async #plan(text: string): Promise<PlannedParts> {
    const kept = this.#plans.get(text);
    if (kept) return kept;
    const { plan, text: planned } = await this.planner.plan(text);
    const document = parse(planned, { noLocation: true });
    const operation = getOperationAST(document);
    if (!operation) throw new Error("The operation to plan stands by itself.");
    const parts = { key: text, document, operation, plan, serial: await this.#serial(text, operation) };
    this.#plans.set(text, parts);
    return parts;
  }

  async #serial(text: string, { operation }: OperationDefinitionNode): Promise<ReadonlyMap<string, Planned>> {
    const document = parse(text, { noLocation: true });
    const whole = getOperationAST(document);
    if (operation !== "mutation" || !whole) return new Map();
    const fields = serialFields(document, whole);
    const planned = fields.map(
      async ([key, field]) => [key, { kind: "planned", name: undefined, ...(await this.#plan(print(field))) }] as const,
    );
    return new Map(await Promise.all(planned));
  }
}

/** The name's length keeps apart what would read the same. */
function keyOf(query: string, operationName: string | undefined): string {
  return operationName === undefined ? `-${query}` : `${operationName.length}:${operationName}${query}`;
}

function invalid({ message, positions }: Problem, query: string): GraphQLError {
  return new GraphQLError(message, { source: new Source(query), positions, extensions: { code: "GRAPHQL_VALIDATION_FAILED" } });
}

function refused(...errors: readonly GraphQLError[]): Refused {
  return { kind: "refused", errors, status: undefined };
}

function asRefused(error: unknown): Refused {
  if (!(error instanceof GraphQLError)) return refused(new GraphQLError("unexpected", { originalError: asError(error) }));
  const status = error.extensions.code === "SERVICE_UNAVAILABLE" ? 503 : undefined;
  return { kind: "refused", errors: [error], status };
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** Whether the same may go well another time. */
function isPassing(outcome: Prepared): boolean {
  return outcome.kind === "refused" && outcome.status === 503;
}

function unresolved(operationName: string | undefined): string {
  return operationName === undefined
    ? "The document has several operations: say which one in operationName."
    : `The document has no operation named "${operationName}".`;
}
