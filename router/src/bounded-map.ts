/** A map that forgets what was used longest ago once it is full. */
export class BoundedMap<Key, Value> {
  readonly #entries = new Map<Key, Value>();

  constructor(readonly capacity: number) {}

  /** Returns what is kept under `key`, made now if need be; what `make` throws is not kept. */
  take(key: Key, make: () => Value): Value {
    const value = this.get(key) ?? make();
    this.set(key, value);
    return value;
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  /** Keeps a value as the one used last. */
  set(key: Key, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.capacity) this.#forgetOldest();
  }

  get size(): number {
    return this.#entries.size;
  }

  clear(): void {
    this.#entries.clear();
  }

  /** The value that would be forgotten next. */
  get oldest(): Value | undefined {
    return this.#entries.values().next().value;
  }

  #forgetOldest(): void {
    for (const key of this.#entries.keys()) {
      this.#entries.delete(key);
      return;
    }
  }
}
