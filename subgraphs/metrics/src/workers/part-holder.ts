import type { Logger } from "pino";
import type { PartLease, PartLeases } from "../domain/live/part-leases.ts";
import { pause } from "../domain/pause.ts";

/** How often in its time a lease is renewed, so that it outlives some failures; a part that became free is taken as soon. */
const ROUNDS = 5;
/** The share of its time that a lease is given up before it could have run out for others, whose clocks may run a little faster. */
const MARGIN = 0.1;

export interface PartHolderOptions {
  /** This process's view of them; stays its opener's to dispose. */
  readonly leases: PartLeases;
  /** Works on a part until the signal aborts, which it does when the lease is lost or given back. Never rejects. */
  readonly work: (lease: PartLease, signal: AbortSignal) => Promise<void>;
  readonly logger: Logger;
}

interface Held {
  readonly lease: PartLease;
  readonly ending: AbortController;
  /** By the monotonic clock, as of the moment before the lease was asked for. */
  validUntilMs: number;
}

/**
 * Holds this process's share of the parts: as many as every process gets when all are shared evenly. It takes over those of a process that
 * is gone, and gives back what is too much when another one has come. While the leases cannot be reached its own run out, one by one.
 */
export class PartHolder implements AsyncDisposable {
  readonly #options: PartHolderOptions;
  readonly #held = new Map<number, Held>();
  readonly #working = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #holding: Promise<void>;
  /** Resolves when it was tried once to get a share. */
  readonly begun: Promise<void>;
  #isReachable = true;

  constructor(options: PartHolderOptions) {
    this.#options = options;
    const begun = Promise.withResolvers<void>();
    this.begun = begun.promise;
    this.#holding = this.#hold(begun.resolve);
  }

  /** False while it cannot be known who holds what. */
  get isReachable(): boolean {
    return this.#isReachable;
  }

  /** The parts that are surely this process's at this moment. */
  parts(): readonly number[] {
    return [...this.#held.values()].filter(isValid).map(({ lease }) => lease.part);
  }

  /** Whether the lease is surely this process's at this moment, also when it has just woken up. */
  holds({ part, epoch }: PartLease): boolean {
    const held = this.#held.get(part);
    return held !== undefined && held.lease.epoch === epoch && isValid(held);
  }

  /** Ends the work on a part whose lease turned out to be another's. */
  drop({ part, epoch }: PartLease): void {
    const held = this.#held.get(part);
    if (held?.lease.epoch !== epoch) return;
    this.#held.delete(part);
    held.ending.abort();
  }

  /** Ends the work, then gives back the leases, so that others take over at once. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#holding;
    const leases = [...this.#held.values()].map(({ lease }) => lease);
    for (const lease of leases) this.drop(lease);
    await Promise.all(this.#working);
    // What cannot be given back runs out.
    await Promise.allSettled(leases.map((lease) => this.#options.leases.release(lease)));
  }

  async #hold(onBegun: () => void): Promise<void> {
    const { signal } = this.#stopping;
    for (; !signal.aborted; await pause(this.#options.leases.ttlMs / ROUNDS, signal)) {
      try {
        await this.#round();
        if (!this.#isReachable) this.#options.logger.info("the leases of parts can be reached again");
        this.#isReachable = true;
      } catch (error) {
        if (this.#isReachable) this.#options.logger.warn({ err: error }, "the leases of parts cannot be reached; they run out");
        this.#isReachable = false;
      }
      for (const held of this.#held.values()) if (!isValid(held)) this.drop(held.lease);
      onBegun();
    }
  }

  async #round(): Promise<void> {
    const { leases } = this.#options;
    const members = await leases.attend();
    const share = Math.ceil(leases.parts / members);
    await Promise.all([...this.#held.values()].map((held) => this.#renew(held)));
    const surplus = [...this.#held.values()].slice(share);
    await Promise.all(surplus.map(({ lease }) => this.#giveBack(lease)));
    await this.#claimUpTo(share);
  }

  async #renew(held: Held): Promise<void> {
    if (!isValid(held)) return this.drop(held.lease); // a process that slept has missed too much, even where nobody took over
    const askedAtMs = performance.now();
    if (await this.#options.leases.renew(held.lease)) held.validUntilMs = this.#validUntilMs(askedAtMs);
    else this.drop(held.lease);
  }

  async #giveBack(lease: PartLease): Promise<void> {
    this.drop(lease);
    await this.#options.leases.release(lease);
  }

  /** One after the other, so as not to take more than the share for a moment. */
  async #claimUpTo(share: number): Promise<void> {
    for (let part = 0; part < this.#options.leases.parts && this.#held.size < share; part++) {
      if (this.#stopping.signal.aborted) return;
      if (this.#held.has(part)) continue;
      const askedAtMs = performance.now();
      const lease = await this.#options.leases.claim(part);
      if (lease) this.#begin({ lease, ending: new AbortController(), validUntilMs: this.#validUntilMs(askedAtMs) });
    }
  }

  #begin(held: Held): void {
    this.#held.set(held.lease.part, held);
    const work = this.#options.work(held.lease, held.ending.signal).finally(() => this.#working.delete(work));
    this.#working.add(work);
  }

  #validUntilMs(askedAtMs: number): number {
    return askedAtMs + this.#options.leases.ttlMs * (1 - MARGIN);
  }
}

function isValid({ validUntilMs }: Held): boolean {
  return performance.now() < validUntilMs;
}
