import type { Logger } from "pino";

/** So long one line speaks for all failures of a kind. */
const EVERY_MS = 10_000;

/**
 * Logs that something keeps failing without a line for each time: the first failure at once, then, while there are more, one line with
 * their number every ten seconds.
 */
export class FailureTally {
  readonly #logger: Logger;
  readonly #message: string;
  readonly #nowMs: () => number;
  #quietUntilMs = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #items = 0;

  /** @param message what failed, such as "reported events could not be kept" */
  constructor(logger: Logger, message: string, nowMs: () => number = Date.now) {
    this.#logger = logger;
    this.#message = message;
    this.#nowMs = nowMs;
  }

  /** @param items how many things this one failure concerns */
  add(error: unknown, items: number): void {
    this.#failures += 1;
    this.#items += items;
    if (this.#nowMs() < this.#quietUntilMs) return;
    this.#logger.warn({ err: error, failures: this.#failures, items: this.#items }, this.#message);
    this.#quietUntilMs = this.#nowMs() + EVERY_MS;
    this.#failures = 0;
    this.#items = 0;
  }
}
