import { Worker } from "node:worker_threads";
import { READY, type Reply, type Request, type ThreadData } from "./messages.ts";

export interface PlanningThreadOptions extends ThreadData {
  /** Of the thread's heap; beyond it the thread ends, and nothing else. */
  readonly heapMb: number;
}

/** A thread that ended before it had answered. */
export class ThreadEnded extends Error {
  constructor(cause: unknown) {
    super("a planning thread ended", { cause });
  }

  get wasOutOfMemory(): boolean {
    return this.cause instanceof Error && "code" in this.cause && this.cause.code === "ERR_WORKER_OUT_OF_MEMORY";
  }
}

/** One thread with a planner of its own: about a second to start, and some 60 MB. Once it is ready it does not keep the process alive. Disposing it ends what it is at. */
export class PlanningThread implements AsyncDisposable {
  /** @throws ThreadEnded when the thread cannot be started */
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  #awaited = Promise.withResolvers<string>();
  #cause: unknown;
  #isRunning = true;

  constructor({ heapMb, ...data }: PlanningThreadOptions) {
    this.#worker = new Worker(new URL("./planner-worker.ts", import.meta.url), {
      workerData: data,
      execArgv: [], // Node strips the types of that file itself, and loaders of this process would only slow it down
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    this.#worker.on("message", (message: string) => this.#awaited.resolve(message));
    this.#worker.once("error", (error) => {
      this.#cause = error;
    });
    this.#worker.once("exit", (code) => {
      this.#isRunning = false;
      this.#awaited.reject(new ThreadEnded(this.#cause ?? new Error(`exit code ${code}`)));
    });
    this.ready = this.#awaited.promise.then((word) => {
      this.#worker.unref();
      if (word !== READY) throw new Error(`expected the thread to be ready, got ${word}`);
    });
    this.ready.catch(() => {}); // whoever waits for it learns of it; there may be nobody
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /**
   * Answers one request; the one before must have been answered.
   *
   * @throws ThreadEnded
   */
  async ask(request: Request): Promise<Reply> {
    if (!this.#isRunning) throw new ThreadEnded(this.#cause);
    this.#awaited = Promise.withResolvers();
    this.#worker.postMessage(request);
    return JSON.parse(await this.#awaited.promise);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isRunning = false;
    await this.#worker.terminate();
  }
}
