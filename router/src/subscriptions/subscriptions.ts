import { setImmediate as turn } from "node:timers/promises";
import { codedError } from "@marquee/coded-errors";
import type { Logger } from "pino";
import { type Asker, anyone } from "../asker.ts";
import type { Graph } from "../graph.ts";
import type { Limits } from "../limits.ts";
import type { Metrics } from "../metrics.ts";
import type { Answer } from "../operations/answer.ts";
import { coerceVariables } from "../operations/coerce-variables.ts";
import { type Asked, asGraphqlError, type Operations } from "../operations/operations.ts";
import type { Preparation } from "../operations/prepare.ts";
import type { Claims } from "../subgraphs/claims.ts";
import type { FetchFacts } from "../subgraphs/fetch-facts.ts";
import { Backlog } from "./backlog.ts";
import type { ResolveEvent } from "./resolve-event.ts";
import { type Reader, SharedStreams } from "./shared-streams.ts";
import { SharedText } from "./shared-text.ts";
import { type SubscriptionPlan, subscriptionPlans } from "./subscription-plan.ts";
import { Turns } from "./turns.ts";
import { openUpstream } from "./upstream.ts";

export interface SubscriptionsOptions {
  readonly graph: Graph;
  readonly preparation: Preparation;
  readonly operations: Operations;
  readonly facts: (text: string) => FetchFacts;
  readonly resolve: ResolveEvent;
  readonly limits: Limits;
  readonly claims: Claims;
  readonly timeoutMs: number;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** A subscription that may be run: its plan, and what it was asked with. */
export interface Running extends SubscriptionPlan {
  readonly variables: Readonly<Record<string, unknown>>;
  /** Nobody in particular where all of it is public. */
  readonly asker: Asker;
}

/** A subscription that is ready to be read. */
export interface Opened {
  /** Whether a reader that falls behind may drop all but the newest result. */
  readonly keepsLatest: boolean;
  /** Returns how to leave; the reader hears nothing more from then on. */
  readonly join: (reader: Reader<SharedText>) => () => void;
}

/** Events that may wait until the ones before them are completed; a subgraph that is so far behind will not catch up. */
const WAITING_EVENTS = 1_000;
/** Events of one subscription that are completed at a time, so that a subgraph may take longer for one than the next one takes to come. */
const EVENTS_AT_ONCE = 8;

/**
 * Runs subscriptions: what a subgraph pushes is completed with the fields of the others, for each event, in the order of events.
 *
 * Two things are shared. One upstream serves all whose first fetch, variables and viewer are equal, and one resolution of its events, written to text once,
 * serves all whose whole operation is; where nothing in it depends on the viewer, all viewers count as equal.
 *
 * Readers get each event. A field marked `@latestValue` in the supergraph promises *the value now, then each newer one* instead: who joins late gets the last
 * value at once, who is slow gets the newest and not all of them.
 */
export class Subscriptions {
  readonly #upstreams = new SharedStreams<unknown>();
  readonly #results = new SharedStreams<SharedText>();
  readonly #planOf: ReturnType<typeof subscriptionPlans>;

  constructor(readonly options: SubscriptionsOptions) {
    this.#planOf = subscriptionPlans(options.graph, options.facts);
    options.metrics.gauge("router_upstream_subscriptions", "Subscriptions open to subgraphs.", () => this.#upstreams.size);
    options.metrics.gauge("router_client_subscriptions", "Subscriptions of clients.", () => this.#results.readers);
  }

  /**
   * Runs a subscription for one reader that asks for its results. Each is the JSON text of an execution result. One who asks so slowly that more than
   * `limits.bufferedBytes` wait gets those, then a result that says TOO_SLOW, and the end. Leave with `return()`.
   */
  async subscribe(asked: Asked): Promise<{ readonly results: AsyncIterableIterator<string> } | { readonly refusal: Answer }> {
    const opened = await this.open(asked);
    if ("refusal" in opened) return opened;
    const { keepsLatest, join } = opened;
    const results = new Backlog<string>({
      keepsLatest,
      limit: this.options.limits.bufferedBytes,
      sizeOf: ({ length }) => length,
      onLeave: () => leave(),
    });
    const leave = join({
      next: ({ text }) => {
        if (results.put(text)) return;
        leave();
        results.end(this.#failure(codedError("TOO_SLOW", "The client reads its events more slowly than they come.")).text);
      },
      end: () => results.end(),
    });
    return { results };
  }

  /** Checks a subscription and finds what is to be read; nothing is asked of a subgraph before the first reader joins. Never throws. */
  async open(asked: Asked): Promise<Opened | { readonly refusal: Answer }> {
    const { graph, preparation, operations } = this.options;
    try {
      const planned = await preparation.prepare(asked.query, asked.operationName);
      if (planned.kind === "refused") return { refusal: operations.refuse(planned.errors) };
      if (planned.operation.operation !== "subscription") return { refusal: operations.refuse([notSubscription()]) };
      const coerced = coerceVariables(graph.api, planned.operation, asked.variables ?? {});
      if (coerced.errors) return { refusal: operations.refuse(coerced.errors) };
      const plan = this.#planOf(planned);
      return this.#shared({ ...plan, variables: coerced.values, asker: plan.isPublic ? anyone : asked.asker });
    } catch (error) {
      return { refusal: this.#failure(error) };
    }
  }

  /** Ends all subscriptions. */
  close(): void {
    this.#results.close();
    this.#upstreams.close();
  }

  #shared(running: Running): Opened {
    const { planned, variables, asker, keepsLatest } = running;
    const key = JSON.stringify([planned.key, variables, asker.key]);
    const open = (signal: AbortSignal) => this.#resolved(running, signal);
    return { keepsLatest, join: (reader) => this.#results.join({ key, keepsLatest, open }, reader) };
  }

  /** Each event's result, and one last result that says so if the subscription fails. */
  async *#resolved(running: Running, signal: AbortSignal): AsyncGenerator<SharedText> {
    try {
      for await (const resolved of this.#events(running, signal)) {
        yield new SharedText(await resolved());
        this.options.metrics.eventResolved();
        await turn(); // however many events wait, everything else gets its turn between two of them
      }
    } catch (error) {
      yield new SharedText(this.#failure(error).text);
    }
  }

  /** What clients are told of a subscription that failed; why is logged. */
  #failure(error: unknown): Answer {
    return this.options.operations.refuse([asGraphqlError(error)]);
  }

  /** The result of each event that the subgraph pushes, until the signal. Events wait here while the ones before them are completed. */
  #events(running: Running, signal: AbortSignal): AsyncIterable<() => Promise<string>> {
    const { keepsLatest } = running;
    const events = new Backlog<() => Promise<string>>({ keepsLatest, limit: WAITING_EVENTS, sizeOf: () => 1, onLeave: () => leave() });
    const turns = new Turns(EVENTS_AT_ONCE);
    const leave = this.#joinUpstream(running, {
      next: (event) => {
        const resolve = () => this.options.resolve(running, event);
        if (events.put(keepsLatest ? resolve : begun(turns, resolve, signal))) return;
        leave();
        events.fail(codedError("SERVICE_UNAVAILABLE", "Events came faster than they could be completed; subscribe again."));
      },
      end: (error) => (error ? events.fail(error) : events.end()),
    });
    signal.addEventListener("abort", () => void events.return(), { once: true });
    return events;
  }

  #joinUpstream(running: Running, reader: Reader<unknown>): () => void {
    const { node, variables, subgraph, isPublicUpstream, keepsLatest } = running;
    const { claims, timeoutMs, logger } = this.options;
    const { operation: query, operationName, variableUsages } = node.primary;
    const asker = isPublicUpstream ? anyone : running.asker;
    const used = Object.fromEntries((variableUsages ?? []).filter((name) => name in variables).map((name) => [name, variables[name]]));
    const payload = { query, variables: used, ...(operationName && { operationName }) };
    const key = JSON.stringify([subgraph.name, query, used, asker.key]);
    const claim = () => claims.for(subgraph.name, asker);
    const open = (signal: AbortSignal) => openUpstream({ subgraph, payload, claim, timeoutMs, logger }, signal);
    return this.#upstreams.join({ key, keepsLatest, open }, reader);
  }
}

/** Resolves ahead of time what nobody will drop. */
function begun(turns: Turns, resolve: () => Promise<string>, signal: AbortSignal): () => Promise<string> {
  const result = turns.run(async () => (signal.aborted ? "" : resolve())); // nobody is left to get it
  result.catch(() => {}); // who asks for it learns it
  return () => result;
}

function notSubscription() {
  return codedError("BAD_REQUEST", "Only a subscription has a stream of results.");
}
