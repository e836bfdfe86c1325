/**
 * When work begins, by the order of things in this process, and how old at most the work may be that it joins. Both change while it is under way: with
 * work that it joins it is as old as that, and who joins it passes on for what it joins from then on how fresh that has to be.
 */
export interface Turn {
  beganAt: number;
  notBefore: number;
}

interface Flight<T> {
  readonly turn: Turn;
  readonly result: Promise<T>;
}

/**
 * Work that several want at the same time is done once: who asks for what is under way gets the same result. Nothing is kept beyond that, and who leaves
 * cancels nobody.
 */
export class InFlight<T> {
  readonly #flights = new Map<string, Flight<T>>();

  /** @param key all that the result depends on */
  join(key: string, turn: Turn, begin: () => Promise<T>): Promise<T> {
    const known = this.#flights.get(key);
    if (known && known.turn.beganAt > turn.notBefore) {
      turn.beganAt = Math.min(turn.beganAt, known.turn.beganAt);
      known.turn.notBefore = Math.max(known.turn.notBefore, turn.notBefore);
      return known.result;
    }
    const flight: Flight<T> = { turn, result: begin() };
    this.#flights.set(key, flight);
    flight.result.then(
      () => this.#end(key, flight),
      () => this.#end(key, flight),
    );
    return flight.result;
  }

  #end(key: string, flight: Flight<T>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}
