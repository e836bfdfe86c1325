import { setTimeout as pause } from "node:timers/promises";
import { PlanningThread, type PlanningThreadOptions } from "./planning-thread.ts";

/** After a thread that could not be started, so that one which never can does not keep a processor busy. */
const SHORTEST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** A thread at work, and at need another one behind it that is warm when the first has to be ended. */
export class WarmThreads implements AsyncDisposable {
  #first: PlanningThread;
  #spare: PlanningThread | undefined;
  #failedStarts = 0;

  constructor(readonly options: PlanningThreadOptions) {
    this.#first = new PlanningThread(options);
  }

  /**
   * The thread to work with, ready; a new one where it has ended.
   *
   * @throws ThreadEnded when it cannot be started; the next call tries again, after a pause
   */
  async take(): Promise<PlanningThread> {
    if (!this.#first.isRunning) await this.#replace();
    const thread = this.#first;
    try {
      await thread.ready;
      this.#failedStarts = 0;
      return thread;
    } catch (error) {
      this.#failedStarts += 1;
      throw error;
    }
  }

  /** Starts the one behind, if there is none: the first is at something that it may not survive. */
  warm(): void {
    if (!this.#spare?.isRunning) this.#spare = new PlanningThread(this.options);
  }

  async #replace(): Promise<void> {
    if (this.#failedStarts > 0) {
      await pause(Math.min(SHORTEST_PAUSE_MS * 2 ** (this.#failedStarts - 1), LONGEST_PAUSE_MS), undefined, { ref: false });
    }
    this.#first = this.#spare?.isRunning ? this.#spare : new PlanningThread(this.options);
    this.#spare = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#first, this.#spare].map((thread) => thread?.[Symbol.asyncDispose]()));
  }
}
