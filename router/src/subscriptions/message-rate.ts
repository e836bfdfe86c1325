/** Seconds of its rate that a client may use up at once. */
const BURST_SECONDS = 10;

/** Counts what a client sends: so many a second in the long run, with bursts of ten seconds' worth. */
export class MessageRate {
  #left: number;
  #atMs = performance.now();

  constructor(readonly perSecond: number) {
    this.#left = perSecond * BURST_SECONDS;
  }

  /** Counts one message; false when it is too many. */
  take(): boolean {
    const nowMs = performance.now();
    this.#left = Math.min(this.perSecond * BURST_SECONDS, this.#left + ((nowMs - this.#atMs) / 1_000) * this.perSecond) - 1;
    this.#atMs = nowMs;
    return this.#left >= 0;
  }
}
