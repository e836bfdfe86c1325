import { setTimeout as pause } from "node:timers/promises";
import { PlanningProcess, type PlanningProcessOptions } from "./planning-process.ts";

/** After a process that could not be started, so that one which never can does not keep a processor busy. */
const SHORTEST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** A process at work, and at need another one behind it that is warm when the first has to be ended. */
export class WarmProcesses implements AsyncDisposable {
  #first: PlanningProcess;
  #spare: PlanningProcess | undefined;
  #failedStarts = 0;

  constructor(readonly options: PlanningProcessOptions) {
    this.#first = new PlanningProcess(options);
  }

  /**
   * The process to work with, ready; a new one where it has ended.
   *
   * @throws ProcessEnded when it cannot be started; the next call tries again, after a pause
   */
  async take(): Promise<PlanningProcess> {
    if (!this.#first.isRunning) await this.#replace();
    const first = this.#first;
    try {
      await first.ready;
      this.#failedStarts = 0;
      return first;
    } catch (error) {
      this.#failedStarts += 1;
      throw error;
    }
  }

  /** Starts the one behind, if there is none: the first is at something that it may not survive. */
  warm(): void {
    if (!this.#spare?.isRunning) this.#spare = new PlanningProcess(this.options);
  }

  async #replace(): Promise<void> {
    if (this.#failedStarts > 0) {
      await pause(Math.min(SHORTEST_PAUSE_MS * 2 ** (this.#failedStarts - 1), LONGEST_PAUSE_MS), undefined, { ref: false });
    }
    this.#first = this.#spare?.isRunning ? this.#spare : new PlanningProcess(this.options);
    this.#spare = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#first, this.#spare].map((one) => one?.[Symbol.asyncDispose]()));
  }
}
