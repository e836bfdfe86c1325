/** Whether events could be acknowledged, second by second, and how long refusals took. */
export class Availability implements Disposable {
  /** Seconds in which an event had been waiting for a second or more and none was acknowledged. */
  unavailableSeconds = 0;
  /** When the last of those seconds ended; 0 before the first. */
  lastUnavailableMs = 0;
  /** Of the answers "try again". */
  slowestRefusalMs = 0;
  /** How often an answer was "try again". */
  refusals = 0;
  /** How often there was no answer at all, by what came instead: a time-out, a refused connection, the code of an error. */
  readonly failures = new Map<string, number>();
  acknowledgements = 0;

  readonly #waitingSince = new Map<object, number>();
  readonly #timer = setInterval(() => this.#tick(), 1_000);
  #seen = 0;

  /** An event is due: until it was acknowledged, or refused for good, somebody waits. Dispose what it returns then. */
  waiting(): Disposable {
    const event = {};
    this.#waitingSince.set(event, performance.now());
    return { [Symbol.dispose]: () => void this.#waitingSince.delete(event) };
  }

  refused(latencyMs: number): void {
    this.refusals += 1;
    this.slowestRefusalMs = Math.max(this.slowestRefusalMs, latencyMs);
  }

  failed(reason: string): void {
    this.failures.set(reason, (this.failures.get(reason) ?? 0) + 1);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const isSilent = this.acknowledgements === this.#seen;
    this.#seen = this.acknowledgements;
    const [oldest] = this.#waitingSince.values(); // in the order in which they were added
    if (!isSilent || oldest === undefined || performance.now() - oldest < 1_000) return;
    this.unavailableSeconds += 1;
    this.lastUnavailableMs = Date.now();
  }
}
