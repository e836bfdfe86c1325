import { latestValue } from "./latest-value.ts";

/** Who listens within this process, by channel. */
export class Listeners {
  readonly #channels = new Map<string, Set<(message: unknown) => void>>();
  readonly #changed: () => void;

  /** @param changed called when a channel got its first listener or lost its last */
  constructor(changed: () => void = () => {}) {
    this.#changed = changed;
  }

  get channels(): readonly string[] {
    return [...this.#channels.keys()];
  }

  tell(channel: string, message: unknown): void {
    for (const listen of this.#channels.get(channel) ?? []) listen(message);
  }

  add(channel: string, signal: AbortSignal): AsyncIterableIterator<unknown> {
    const inbox = latestValue(signal, () => {
      const listening = this.#channels.get(channel);
      listening?.delete(inbox.put);
      if (listening?.size !== 0) return;
      this.#channels.delete(channel);
      this.#changed();
    });
    if (signal.aborted) return inbox.values;
    const listening = this.#channels.get(channel);
    if (listening) listening.add(inbox.put);
    else {
      this.#channels.set(channel, new Set([inbox.put]));
      this.#changed();
    }
    return inbox.values;
  }
}
