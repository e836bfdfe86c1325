import { codedError } from "@marquee/coded-errors";
import { GraphQLError } from "graphql";
import type { Logger } from "pino";
import { BoundedMap } from "../bounded-map.ts";
import type { Limits } from "../limits.ts";
import type { PlannedText, Problem, Reply, Request } from "./messages.ts";
import { type PlanningProcess, ProcessEnded } from "./planning-process.ts";
import { WarmProcesses } from "./warm-processes.ts";

export interface PlannerOptions {
  /** The supergraph's SDL, known to be valid. */
  readonly sdl: string;
  readonly limits: Pick<Limits, "plannerPaths" | "planMs" | "planQueue" | "planHeapMb">;
  readonly logger: Logger;
}

interface Job {
  readonly request: Request;
  readonly queuedAtMs: number;
  readonly answered: PromiseWithResolvers<Reply>;
}

/** Nobody waits longer than this for their turn, however slow those before them are. */
const LONGEST_WAIT_MS = 10_000;
/** A request that takes so long may well reach the deadline: another process is made ready. */
const SUSPICIOUS_MS = 250;
/** What tools ask a schema is always the same. At most some megabytes each. */
const KEPT_INTROSPECTIONS = 8;

/**
 * Validates and plans in a process of its own, one thing after the other, so that no operation holds up the requests of others or takes the process's memory.
 *
 * All methods throw, presentable to clients:
 * - OPERATION_TOO_COMPLEX for what reached a bound: of the planner, of time or of memory. It would again.
 * - SERVICE_UNAVAILABLE while too many wait, and while no process can be started. Later it may go well.
 * - INTERNAL_SERVER_ERROR, with its cause, for a fault of the planner.
 */
export class Planner implements AsyncDisposable {
  readonly #processes: WarmProcesses;
  readonly #plans = new Map<string, Promise<PlannedText>>();
  readonly #introspected = new BoundedMap<string, Reply>(KEPT_INTROSPECTIONS);
  readonly #waiting: Job[] = [];
  #isWorking = false;
  #isDisposed = false;

  constructor(readonly options: PlannerOptions) {
    const { sdl, limits } = options;
    this.#processes = new WarmProcesses({ sdl, plannerPaths: limits.plannerPaths, heapMb: limits.planHeapMb });
  }

  /** Holds a document against the schema. */
  async validate(source: string): Promise<readonly Problem[]> {
    const reply = await this.#ask({ kind: "validate", source });
    return reply.kind === "validated" ? reply.problems : refuse(reply);
  }

  /** Plans a valid document of one operation and its fragments, once however many ask for it while it is planned. */
  plan(text: string): Promise<PlannedText> {
    const underWay = this.#plans.get(text);
    if (underWay) return underWay;
    const plan = this.#plan(text).finally(() => this.#plans.delete(text));
    this.#plans.set(text, plan);
    return plan;
  }

  /**
   * Answers a valid operation whose root asks of the schema alone: such an answer can be as large as the schema many times over. The last few are kept.
   *
   * @returns JSON by response key
   */
  async introspect(text: string, variables: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, string>>> {
    const key = `${text} ${JSON.stringify(variables)}`;
    const reply = this.#introspected.get(key) ?? (await this.#ask({ kind: "introspect", text, variables }));
    this.#introspected.set(key, reply);
    return reply.kind === "introspected" ? reply.values : refuse(reply);
  }

  async #plan(text: string): Promise<PlannedText> {
    const reply = await this.#ask({ kind: "plan", text });
    return reply.kind === "planned" ? reply : refuse(reply);
  }

  #ask(request: Request): Promise<Reply> {
    if (this.#isDisposed || this.#waiting.length >= this.options.limits.planQueue) return Promise.reject(tooBusy());
    const job: Job = { request, queuedAtMs: performance.now(), answered: Promise.withResolvers() };
    this.#waiting.push(job);
    if (!this.#isWorking) void this.#work();
    return job.answered.promise;
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    for (let job = this.#waiting.shift(); job; job = this.#waiting.shift()) {
      await this.#answer(job).then(job.answered.resolve, job.answered.reject);
    }
    this.#isWorking = false;
  }

  async #answer({ request, queuedAtMs }: Job): Promise<Reply> {
    const planning = await this.#process();
    if (performance.now() - queuedAtMs > LONGEST_WAIT_MS) throw tooBusy();
    try {
      return await this.#withinDeadline(planning, request);
    } catch (error) {
      if (!(error instanceof ProcessEnded)) throw error;
      if (this.#isDisposed) throw tooBusy();
      this.options.logger.warn({ err: error }, "a planning process ended");
      if (error.died) return { kind: "tooComplex" };
      throw tooBusy();
    }
  }

  async #process(): Promise<PlanningProcess> {
    try {
      return await this.#processes.take();
    } catch (error) {
      if (!this.#isDisposed) this.options.logger.error({ err: error }, "no planning process could be started");
      throw tooBusy();
    }
  }

  async #withinDeadline(planning: PlanningProcess, request: Request): Promise<Reply> {
    const { limits, logger } = this.options;
    const overdue = Promise.withResolvers<Reply>();
    const suspicion = setTimeout(() => this.#processes.warm(), SUSPICIOUS_MS);
    const deadline = setTimeout(() => {
      logger.warn({ kind: request.kind, planMs: limits.planMs }, "an operation reached the deadline for planning");
      overdue.resolve({ kind: "tooComplex" });
      void planning[Symbol.asyncDispose]();
    }, limits.planMs);
    try {
      return await Promise.race([planning.ask(request), overdue.promise]);
    } finally {
      clearTimeout(suspicion);
      clearTimeout(deadline);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    for (const job of this.#waiting.splice(0)) job.answered.reject(tooBusy());
    await this.#processes[Symbol.asyncDispose]();
  }
}

/** @throws always */
function refuse(reply: Reply): never {
  if (reply.kind === "tooComplex")
    throw codedError("OPERATION_TOO_COMPLEX", "The operation would need too much planning: ask for less of the graph at once.");
  const reason = reply.kind === "failed" ? reply.reason : `a reply of kind ${reply.kind}`;
  throw new GraphQLError("unexpected", { originalError: new Error(`An operation could not be planned: ${reason}`) });
}

function tooBusy(): GraphQLError {
  return new GraphQLError("Too many new operations are being planned; try again later.", {
    extensions: { code: "SERVICE_UNAVAILABLE", http: { status: 503 } },
  });
}
