/** A map that forgets what was used longest ago once it is full. */
export class BoundedMap<Key, Value> {
  readonly #entries = new Map<Key, Value>();

  constructor(readonly capacity: number) {}

  /** Returns what is kept under `key`, made now if need be; what `make` throws is not kept. */
  take(key: Key, make: () => Value): Value {
    const kept = this.#entries.get(key);
    const value = kept ?? make();
    if (kept !== undefined) this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.capacity) this.#forgetOldest();
    return value;
  }

  get size(): number {
    return this.#entries.size;
  }

  #forgetOldest(): void {
    for (const key of this.#entries.keys()) {
      this.#entries.delete(key);
      return;
    }
  }
}
