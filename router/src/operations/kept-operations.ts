export interface Bounds {
  readonly count: number;
  /** Of the keys together. */
  readonly characters: number;
}

/**
 * What became of operations, by their text. What was asked for once makes room only for what else was asked for once: a client that sends one new operation after
 * the other pushes out none that clients send again and again.
 */
export class KeptOperations<Kept> {
  readonly #once: Texts<Kept>;
  readonly #again: Texts<Kept>;

  /** @param bounds of either kind: those asked for once, and the others */
  constructor(bounds: Bounds) {
    this.#once = new Texts(bounds);
    this.#again = new Texts(bounds);
  }

  /** What is kept under a text, which counts as asking for it. */
  get(text: string): Kept | undefined {
    const known = this.#again.get(text);
    if (known !== undefined) return known;
    const kept = this.#once.take(text);
    if (kept !== undefined) this.#again.set(text, kept);
    return kept;
  }

  set(text: string, kept: Kept): void {
    this.#once.set(text, kept);
  }
}

/** A map that forgets what was used longest ago, bounded by the length of its keys too. */
class Texts<Kept> {
  readonly #entries = new Map<string, Kept>();
  readonly #bounds: Bounds;
  #characters = 0;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  get(text: string): Kept | undefined {
    const kept = this.#entries.get(text);
    if (kept === undefined) return undefined;
    this.#entries.delete(text);
    this.#entries.set(text, kept);
    return kept;
  }

  /** What is kept, and from now on is not. */
  take(text: string): Kept | undefined {
    const kept = this.#entries.get(text);
    if (this.#entries.delete(text)) this.#characters -= text.length;
    return kept;
  }

  set(text: string, kept: Kept): void {
    this.take(text);
    this.#entries.set(text, kept);
    this.#characters += text.length;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#bounds.count && this.#characters <= this.#bounds.characters) return;
      this.take(oldest);
    }
  }
}
