/** Too much waits for Cassandra already, or waited too long: the statement was never sent. */
export class CassandraBusy extends Error {
  override readonly name = "CassandraBusy";
}

export interface InFlightLimits {
  /** How many may be under way at once. */
  readonly atOnce: number;
  /** How many may wait for their turn. */
  readonly waiting: number;
  /** How long one waits for its turn. */
  readonly patienceMs: number;
}

interface Waiter {
  readonly untilMs: number;
  readonly begin: () => void;
  readonly giveUp: (reason: CassandraBusy) => void;
}

/**
 * Bounds how many statements are under way, so that a Cassandra that answers slowly costs callers a refusal and the process no memory:
 * without it the driver queues without limit.
 */
export class InFlight {
  readonly #limits: InFlightLimits;
  readonly #waiting = new Set<Waiter>();
  #running = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: InFlightLimits) {
    this.#limits = limits;
  }

  /** @throws CassandraBusy when its turn does not come; else what the work throws */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#limits.atOnce) await this.#turn();
    else this.#running++;
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  /** Resolves holding the place of the one that left. */
  #turn(): Promise<void> {
    const { waiting, patienceMs } = this.#limits;
    if (this.#waiting.size >= waiting) return Promise.reject(new CassandraBusy(`${waiting} statements wait for Cassandra already`));
    return new Promise((begin, giveUp) => {
      this.#waiting.add({ untilMs: performance.now() + patienceMs, begin, giveUp });
      this.#timer ??= setTimeout(() => this.#refuseLate(), patienceMs);
    });
  }

  #leave(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#running--;
      return;
    }
    this.#waiting.delete(next);
    next.begin();
  }

  /** All are equally patient, so the first that waits is the first to give up: one timer serves them all. */
  #refuseLate(): void {
    this.#timer = undefined;
    const nowMs = performance.now();
    for (const waiter of this.#waiting) {
      if (waiter.untilMs > nowMs) {
        this.#timer = setTimeout(() => this.#refuseLate(), waiter.untilMs - nowMs);
        return;
      }
      this.#waiting.delete(waiter);
      waiter.giveUp(new CassandraBusy(`Cassandra gave no turn within ${this.#limits.patienceMs} ms`));
    }
  }
}
