import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { Asker } from "../asker.ts";
import type { Graph } from "../graph.ts";
import type { Headers } from "../operations/answer.ts";
import type { Planned } from "../operations/prepare.ts";
import type { Claims } from "../subgraphs/claims.ts";
import type { Exchanged } from "../subgraphs/exchange.ts";
import type { FetchFacts } from "../subgraphs/fetch-facts.ts";
import { InFlight, type Turn } from "../subgraphs/in-flight.ts";
import { type Subgraph, SubgraphBusy } from "../subgraphs/subgraph.ts";
import { CompiledOperation } from "./compiled-operation.ts";
import { type AskSchema, type Executed, execute, type Send } from "./execution.ts";
import type { Step, StepContext } from "./steps.ts";
import { readAnswer } from "./subgraph-answer.ts";
import { TypeNames } from "./type-names.ts";

export interface ExecutorOptions {
  readonly graph: Graph;
  readonly subgraphs: ReadonlyMap<string, Subgraph>;
  readonly facts: (text: string) => FetchFacts;
  readonly claims: Claims;
  /** Whether equal requests to subgraphs that are under way at the same time go out once. */
  readonly shares: boolean;
  /** Picks what goes on to the client out of the headers of a subgraph's answer; undefined where nothing does. */
  readonly pickHeaders: ((headers: Exchanged["headers"]) => Headers) | undefined;
  readonly introspect: AskSchema;
  readonly logger: Logger;
  /** Called for each request to a subgraph when it has ended. */
  readonly onFetch: (fetch: Fetch) => void;
}

export interface Fetch {
  readonly subgraph: string;
  /** Of the client's operation; undefined where it has no name. */
  readonly operationName: string | undefined;
  /** Whether it was sent without a viewer, being the same for everybody. */
  readonly isPublic: boolean;
  /** A subgraph that refuses has too much to do; it fails when it answers otherwise than it may, or not in time. */
  readonly outcome: "answered" | "refused" | "failed";
  readonly seconds: number;
}

/** Of failures alike in one run. */
const MAX_LOGGED = 10;

/** One run of an operation. */
export interface Run {
  readonly planned: Planned;
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly asker: Asker;
  /** What of others' requests it may join; undefined for a mutation, and all that is fetched for one. */
  readonly turn: Turn | undefined;
  /** For the log. */
  readonly requestId?: string | undefined;
  /** Whether its result becomes a part of another's, which then needs its data and errors in any case. */
  readonly isPart?: boolean;
}

export interface RunResult extends Executed {
  readonly headers: Headers;
  /** Whether every subgraph that was asked had too much to do, so that nothing was done; unless it is a part, there is nothing else to it then. */
  readonly isRefused: boolean;
}

/** Runs planned operations on the subgraphs. */
export class Executor {
  readonly #context: StepContext & { readonly api: GraphQLSchema };
  readonly #compiled = new WeakMap<object, CompiledOperation>();
  readonly #underWay = new InFlight<Exchanged>();

  constructor(readonly options: ExecutorOptions) {
    const { graph, facts } = options;
    this.#context = { api: graph.api, supergraph: graph.supergraph, types: new TypeNames(graph.supergraph), facts };
  }

  /** Whether headers of subgraphs' answers go on to clients. */
  get passesHeaders(): boolean {
    return this.options.pickHeaders !== undefined;
  }

  /** Plans are made once, and so is what is made of them. */
  compiled({ plan, operation, document }: Planned): CompiledOperation {
    const known = this.#compiled.get(plan);
    if (known) return known;
    const compiled = new CompiledOperation({ operation, document, plan }, this.#context);
    this.#compiled.set(plan, compiled);
    return compiled;
  }

  /** Whether all that an operation would ask first has too much to do, by what is known already. */
  hasNoRoomFor(planned: Planned): boolean {
    const { beginsAt } = this.compiled(planned);
    return beginsAt.length > 0 && beginsAt.every((name) => this.options.subgraphs.get(name)?.isFull);
  }

  /** The response keys of the root, as they stand in the answer. */
  rootKeys(planned: Planned, variables: Run["variables"]): readonly string[] {
    const { shape } = this.compiled(planned).formFor(variables);
    return shape.of(undefined)?.fields.map(({ responseKey }) => responseKey) ?? [];
  }

  async run(run: Run): Promise<RunResult> {
    const sent: Sending = { headers: [], requests: 0, refusals: 0 };
    const { types } = this.#context;
    const isRefused = () => sent.refusals > 0 && sent.refusals === sent.requests;
    const executed = await execute({
      introspect: this.options.introspect,
      compiled: this.compiled(run.planned),
      types,
      variables: run.variables,
      send: this.#sender(run, sent),
      ...(!run.isPart && { isRefused }),
    });
    this.#logUnseen(run, executed);
    return { ...executed, headers: sent.headers, isRefused: isRefused() };
  }

  /**
   * Completes what a subgraph pushed with the fields of the others.
   *
   * @param event an answer as the subgraph sent it, not changed here
   */
  async resolveEvent(run: Run, event: unknown): Promise<Executed> {
    const { types } = this.#context;
    const compiled = this.compiled(run.planned);
    const pushed = readAnswer(structuredClone(event));
    const { introspect } = this.options;
    return execute({ compiled, types, variables: run.variables, send: this.#sender(run), introspect, pushed });
  }

  #logUnseen({ planned, requestId }: Run, { unseen }: Executed): void {
    for (const { path, message, extensions } of unseen.slice(0, MAX_LOGGED)) {
      const { serviceName: subgraph } = extensions;
      this.options.logger.warn(
        { subgraph, path, reason: message, operationName: planned.name, requestId },
        "a field failed that was fetched for others",
      );
    }
  }

  #sender({ planned, asker, turn, requestId }: Run, sent: Sending = { headers: [], requests: 0, refusals: 0 }): Send {
    const { logger, onFetch, pickHeaders } = this.options;
    return async (step, body, read) => {
      const startedAt = performance.now();
      let outcome: Fetch["outcome"] = "answered";
      sent.requests += 1;
      try {
        const { exchanged, isOwn } = this.#exchange(step, body, asker, turn);
        const { text, headers: given } = await exchanged;
        if (pickHeaders && isOwn) sent.headers.push(...pickHeaders(given));
        return read(JSON.parse(text));
      } catch (error) {
        outcome = error instanceof SubgraphBusy ? "refused" : "failed";
        if (outcome === "refused")
          sent.refusals += 1; // counted, and not logged: at the worst moment that would be more to do
        else logger.error({ err: error, subgraph: step.subgraph, operationName: planned.name, requestId }, "a subgraph did not answer");
        return undefined;
      } finally {
        const seconds = (performance.now() - startedAt) / 1_000;
        onFetch({ subgraph: step.subgraph, operationName: planned.name, isPublic: step.isPublic, outcome, seconds });
      }
    };
  }

  /** Sends a request, or joins an equal one that is under way: the headers of its answer are then another client's. */
  #exchange(step: Step, body: string, asker: Asker, turn: Turn | undefined): Sent {
    const { subgraphs, claims, shares } = this.options;
    const subgraph = subgraphs.get(step.subgraph);
    if (!subgraph) throw new Error(`The plan names a subgraph that the graph lacks: ${step.subgraph}.`);
    const claim = step.isPublic ? claims.forAnyone(step.subgraph) : claims.for(step.subgraph, asker);
    if (!shares || !turn || step.kind === "mutation") return { exchanged: subgraph.ask(body, claim), isOwn: true };
    let isOwn = false;
    const exchanged = this.#underWay.join(`${step.subgraph} ${claim ?? ""} ${body}`, turn, () => {
      isOwn = true;
      return subgraph.ask(body, claim);
    });
    return { exchanged, isOwn };
  }
}

/** What comes of the requests of one run. */
interface Sending {
  readonly headers: (readonly [string, string])[];
  requests: number;
  refusals: number;
}

interface Sent {
  readonly exchanged: Promise<Exchanged>;
  readonly isOwn: boolean;
}
