import { codedError } from "@marquee/coded-errors";
import { GraphQLError } from "graphql";
import type { Asker } from "../asker.ts";
import type { Executed } from "../execution/execution.ts";
import type { Executor, Run, RunResult } from "../execution/executor.ts";
import type { Graph } from "../graph.ts";
import { type PresentError, presentedErrors } from "../presentable-error.ts";
import { RequestRefused } from "../request-refused.ts";
import { InFlight } from "../subgraphs/in-flight.ts";
import { tooBusy } from "../too-busy.ts";
import { type Answer, Refusal, TextAnswer } from "./answer.ts";
import { coerceVariables } from "./coerce-variables.ts";
import { Order } from "./order.ts";
import type { Planned, Preparation } from "./prepare.ts";

/** A client's operation, as it came. */
export interface Asked {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly asker: Asker;
  /** Names the client's request in logs. */
  readonly requestId?: string | undefined;
}

export interface OperationsOptions {
  readonly graph: Graph;
  readonly preparation: Preparation;
  readonly executor: Executor;
  /** Whether equal reads that are under way at the same time are done once. */
  readonly shares: boolean;
  readonly presentError: PresentError;
}

/** Answers queries and mutations, whichever way they came. */
export class Operations {
  readonly #order = new Order();
  readonly #underWay = new InFlight<Answer>();
  /** Made once, since refusing has to cost little when there is too much to do. */
  readonly #tooBusy: Answer;

  constructor(readonly options: OperationsOptions) {
    this.#tooBusy = this.refuse([tooBusy("A part of the graph")]);
  }

  /** Never throws: whatever went wrong is an answer. */
  async answer({ query, operationName, variables = {}, asker, requestId }: Asked, { allowsMutations = true } = {}): Promise<Answer> {
    const { graph, preparation, executor } = this.options;
    try {
      const prepared = preparation.prepare(query, operationName);
      const planned = prepared instanceof Promise ? await prepared : prepared;
      if (planned.kind === "refused") return this.refuse(planned.errors, planned.status);
      const { operation } = planned.operation;
      if (operation === "subscription") return this.refuse([notStreamed()]);
      if (operation === "mutation" && !allowsMutations) return this.refuse([notByGet()], 405);
      // A read may still join one that is under way
      if (operation === "mutation" && planned.serial.size === 0 && executor.hasNoRoomFor(planned)) return this.#tooBusy;
      const coerced = coerceVariables(graph.api, planned.operation, variables);
      if (coerced.errors) return this.refuse(coerced.errors);
      const running = { planned, variables: coerced.values, asker, requestId };
      return await (operation === "mutation" ? this.#change(running) : this.#read(running));
    } catch (error) {
      return this.refuse([asGraphqlError(error)]);
    }
  }

  async #change({ planned, asker, ...asked }: Running): Promise<Answer> {
    try {
      const run = { ...asked, asker: asker.withSource, turn: undefined };
      return planned.serial.size === 0 ? await this.#run({ planned, ...run }) : await this.#inTurn(planned, run);
    } finally {
      this.#order.changed(asker);
    }
  }

  /** A mutation's fields, each after the one before. One that may not be null and is ends it: the answer has no data then. */
  async #inTurn(whole: Planned, run: Omit<Run, "planned">): Promise<Answer> {
    const { executor, presentError } = this.options;
    const done: RunResult[] = [];
    for (const key of executor.rootKeys(whole, run.variables)) {
      const planned = whole.serial.get(key);
      if (!planned) throw new Error(`expected a plan of its own for the field ${key}`);
      const result = await executor.run({ ...run, planned: { ...planned, name: whole.name }, isPart: true });
      done.push(result);
      if (result.text === "null") break;
    }
    if (done.length > 0 && done.every(({ isRefused }) => isRefused)) return this.#tooBusy;
    const isNull = done.at(-1)?.text === "null";
    const fields = done.map(({ text }) => text.slice(1, -1)).filter((text) => text !== "");
    const errors = done.flatMap((one) => one.errors);
    const text = resultText({ text: isNull ? "null" : `{${fields.join(",")}}`, errors }, presentError);
    return new TextAnswer(
      text,
      done.flatMap(({ headers }) => headers),
    );
  }

  /** Joins an equal read that is under way; not where headers go on to the client, which may be one client's own. */
  #read(running: Running): Promise<Answer> {
    const { executor, shares } = this.options;
    const { planned, variables, asker } = running;
    const turn = this.#order.turn(asker);
    const run = () => this.#run({ ...running, turn });
    if (!shares || executor.passesHeaders) return run();
    const who = executor.compiled(planned).isPublic ? "" : asker.key;
    return this.#underWay.join(`${who} ${JSON.stringify(variables)} ${planned.key}`, turn, run);
  }

  async #run(run: Run): Promise<Answer> {
    const { executor, presentError } = this.options;
    const result = await executor.run(run);
    if (result.isRefused) return this.#tooBusy;
    return new TextAnswer(resultText(result, presentError), result.headers);
  }

  /** Turns the reasons why an operation is not run into an answer. */
  refuse(errors: readonly GraphQLError[], status?: number): Answer {
    const shown = errors.map((error) => this.options.presentError(error.toJSON(), error));
    const isOurs = shown.some(({ extensions }) => extensions?.code === "INTERNAL_SERVER_ERROR");
    const said = errors.find((error) => error instanceof RequestRefused);
    return new Refusal(shown, status ?? said?.status ?? (isOurs ? 500 : undefined), said?.headers);
  }
}

/** An operation's result, as clients get it. */
export function resultText({ text, errors }: Pick<Executed, "text" | "errors">, presentError: PresentError): string {
  if (errors.length === 0) return `{"data":${text}}`;
  return `{"data":${text},"errors":${JSON.stringify(presentedErrors(errors, presentError))}}`;
}

type Running = Omit<Run, "turn">;

/** Anything that was thrown, as an error that can be presented. */
export function asGraphqlError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError("unexpected", { originalError: error instanceof Error ? error : new Error(String(error)) });
}

function notStreamed(): GraphQLError {
  return codedError(
    "BAD_REQUEST",
    "A subscription has many results: connect over WebSocket, or accept text/event-stream or multipart/mixed;subscriptionSpec=1.0.",
  );
}

function notByGet(): GraphQLError {
  return codedError("BAD_REQUEST", "A mutation is sent by POST.");
}
