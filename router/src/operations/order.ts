import type { Asker } from "../asker.ts";
import { BoundedMap } from "../bounded-map.ts";
import type { Turn } from "../subgraphs/in-flight.ts";

/** Viewers whose last change is remembered by itself; for all others, that of the first of them who was forgotten counts. */
const REMEMBERED = 10_000;

/**
 * The order of reads and changes in this process: a read that begins after a viewer's mutation was answered sees what it changed, so it may not join what
 * began before. A viewer is whoever the token was issued for, whatever else a newer token says; what somebody without a token changed, signing in above all,
 * holds for everybody.
 */
export class Order {
  readonly #changes: BoundedMap<string, number>;
  #now = 0;
  #changedForAll = 0;

  constructor(remembered = REMEMBERED) {
    this.#changes = new BoundedMap(remembered);
  }

  /** The turn of a read that begins now. */
  turn({ subject }: Asker): Turn {
    this.#now += 1;
    const own = subject === undefined ? 0 : (this.#changes.get(subject) ?? 0);
    return { beganAt: this.#now, notBefore: Math.max(own, this.#changedForAll) };
  }

  /** To be called when a mutation has been answered, before its answer is sent. */
  changed({ subject }: Asker): void {
    this.#now += 1;
    if (subject === undefined) {
      this.#changedForAll = this.#now;
      return;
    }
    if (this.#changes.size >= this.#changes.capacity && this.#changes.get(subject) === undefined) {
      // whoever is forgotten now changed something no later than the newest change before this one
      this.#changedForAll = Math.max(this.#changedForAll, this.#changes.oldest ?? 0);
    }
    this.#changes.set(subject, this.#now);
  }
}
