import { performance as thread } from "node:perf_hooks";

/** Tells what share of the time since it was last asked the process worked, from 0 to 1. */
export type Meter = () => number;

const SAMPLE_MS = 100;
/** A single long turn, of composing or of collecting garbage, is one sample however long it takes: only two in a row are a load. */
const BUSY_SAMPLES = 2;
/** A process that works for more than this share of its time makes everything later with everything that it takes. */
const BUSY_SHARE = 0.95;
/** As much work as this may be in hand: with what it takes to find out that there is more, whoever is taken is answered within a second or so. */
const IN_HAND_SECONDS = 0.5;

/**
 * Keeps a process from taking on more than it can do: what is beyond that is refused at once, so that what was taken is answered in time.
 *
 * A request is refused when the process has been busy for a while and has more in hand than it answers in half a second. Either alone is no reason: a
 * store or a service that hangs leaves requests in hand and the process idle, and where little is in hand there is no queue to shorten.
 */
export class Admission implements Disposable {
  readonly #sampling: NodeJS.Timeout;
  #inHand = 0;
  #refused = 0;
  #answered = 0;
  #answeredPerSecond = 0;
  #busySamples = 0;
  #sampledAtMs = performance.now();

  /**
   * @param least requests in hand that are taken however busy the process is
   * @param meter of this thread's event loop if omitted
   */
  constructor(
    readonly least: number,
    readonly meter: Meter = loopMeter(),
  ) {
    this.#sampling = setInterval(() => this.#sample(), SAMPLE_MS).unref();
  }

  /** Requests that were taken and are not answered. */
  get inHand(): number {
    return this.#inHand;
  }

  /** Requests that were refused since the start. */
  get refused(): number {
    return this.#refused;
  }

  /** Whether one more request is taken; whoever is told no refuses it. */
  admits(): boolean {
    if (this.#busySamples < BUSY_SAMPLES || this.#inHand < Math.max(this.least, this.#answeredPerSecond * IN_HAND_SECONDS)) return true;
    this.#refused += 1;
    return false;
  }

  /** A request was taken: `leave` is called once it is answered. */
  enter(): void {
    this.#inHand += 1;
  }

  leave(): void {
    this.#inHand -= 1;
    this.#answered += 1;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#sampling);
  }

  /** The rate is that of the last few samples, the newest counting most. */
  #sample(): void {
    this.#busySamples = this.meter() > BUSY_SHARE ? this.#busySamples + 1 : 0;
    const now = performance.now();
    const perSecond = (this.#answered / (now - this.#sampledAtMs)) * 1_000;
    this.#answeredPerSecond = (3 * this.#answeredPerSecond + perSecond) / 4;
    this.#answered = 0;
    this.#sampledAtMs = now;
  }
}

/** Measures the event loop of this thread: what it does not spend waiting is work. */
export function loopMeter(): Meter {
  let last = thread.eventLoopUtilization();
  return () => {
    const now = thread.eventLoopUtilization();
    const { utilization } = thread.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}
