import { type ChildProcess, fork } from "node:child_process";
import { setPriority } from "node:os";
import { READY, type Reply, type Request, type Start } from "./messages.ts";

export interface PlanningProcessOptions extends Start {
  /** Of the process's heap; beyond it the process dies, and nothing else. */
  readonly heapMb: number;
}

/** The lowest priority there is: where processors are scarce, planning waits for what is planned already. */
const NICENESS = 19;

/** A process that ended before it had answered. */
export class ProcessEnded extends Error {
  constructor(readonly how: { readonly code: number | null; readonly signal: string | null }) {
    super(`a planning process ended with ${how.signal ?? `code ${how.code}`}`);
  }

  /** Whether it died of what it was asked: V8 aborts a process whose heap is full. */
  get died(): boolean {
    return this.how.signal !== null;
  }
}

/**
 * One process with a planner of its own: a second or two to start, and some 100 MB. A thread would not do: V8 aborts the whole process when the heap of one of its
 * threads is full and an allocation is large. Once it is ready it does not keep this process alive; disposing it ends what it is at.
 */
export class PlanningProcess implements AsyncDisposable {
  /** @throws ProcessEnded when it cannot be started */
  readonly ready: Promise<void>;
  readonly #child: ChildProcess;
  readonly #ended = Promise.withResolvers<void>();
  #awaited = Promise.withResolvers<string>();
  #end: ProcessEnded | undefined;
  #isRunning = true;

  constructor({ heapMb, ...start }: PlanningProcessOptions) {
    this.#child = fork(new URL("./planner-main.ts", import.meta.url), {
      execArgv: [`--max-old-space-size=${heapMb}`], // Node strips the types of that file itself, and loaders of this process would only slow it down
      env: {}, // secrets are none of its business
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    if (this.#child.pid !== undefined) setPriority(this.#child.pid, NICENESS);
    this.#child.on("message", (message) => this.#awaited.resolve(String(message)));
    this.#child.on("error", () => this.#hasEnded({ code: null, signal: null }));
    this.#child.once("exit", (code, signal) => this.#hasEnded({ code, signal }));
    this.#child.send(start);
    this.ready = this.#awaited.promise.then((word) => {
      this.#child.unref();
      this.#child.channel?.unref();
      if (word !== READY) throw new Error(`expected the process to be ready, got ${word}`);
    });
    this.ready.catch(() => {}); // whoever waits for it learns of it; there may be nobody
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /**
   * Answers one request; the one before must have been answered.
   *
   * @throws ProcessEnded
   */
  async ask(request: Request): Promise<Reply> {
    if (this.#end) throw this.#end;
    this.#awaited = Promise.withResolvers();
    this.#child.send(request);
    return JSON.parse(await this.#awaited.promise);
  }

  #hasEnded(how: ProcessEnded["how"]): void {
    this.#isRunning = false;
    this.#end ??= new ProcessEnded(how);
    this.#awaited.reject(this.#end);
    this.#ended.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isRunning = false;
    if (this.#end) return;
    this.#child.kill("SIGKILL");
    await this.#ended.promise;
  }
}
