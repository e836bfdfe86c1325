import { performance } from "node:perf_hooks";

/** Tells whether the process has no time left. */
export interface Meter {
  readonly isBusy: boolean;
}

const SAMPLE_MS = 250;
/** Share of a sample that the event loop spent working rather than waiting; above it everything that comes in makes everything else later. */
const BUSY_SHARE = 0.95;

/** Looks four times a second how busy the event loop of this thread was since the last look. */
export class LoopMeter implements Meter, Disposable {
  #share = 0;
  #last = performance.eventLoopUtilization();
  readonly #sampling = setInterval(() => this.#sample(), SAMPLE_MS).unref();

  get isBusy(): boolean {
    return this.#share > BUSY_SHARE;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#sampling);
  }

  #sample(): void {
    const now = performance.eventLoopUtilization();
    this.#share = performance.eventLoopUtilization(now, this.#last).utilization;
    this.#last = now;
  }
}

/**
 * Keeps the router from taking on more than it can do: what is beyond that is refused at once, so that what was taken is answered in time.
 *
 * A new operation is refused when many are in hand and the process is busy. One of the two alone is no reason: a subgraph that hangs leaves
 * operations in hand and the process idle, and a long turn at the start, of composing or planning, finds few in hand.
 */
export class Admission {
  #inHand = 0;
  #refused = 0;

  /** @param limit operations in hand that are taken however busy the process is */
  constructor(
    readonly limit: number,
    readonly meter: Meter,
  ) {}

  /** Operations that were taken and are not answered. */
  get inHand(): number {
    return this.#inHand;
  }

  /** Operations that were refused since the start. */
  get refused(): number {
    return this.#refused;
  }

  /** Whether one more operation is taken; whoever is told no refuses it with SERVICE_UNAVAILABLE. */
  admits(): boolean {
    if (this.#inHand < this.limit || !this.meter.isBusy) return true;
    this.#refused += 1;
    return false;
  }

  /** An operation was taken: `leave` is called once it is answered. */
  enter(): void {
    this.#inHand += 1;
  }

  leave(): void {
    this.#inHand -= 1;
  }
}
