import { pause } from "../pause.ts";

/** Remembers that something happened until somebody has waited for it; many rings before that are one. */
export class Bell {
  #hasRung = false;
  #wake = new AbortController();

  ring(): void {
    this.#hasRung = true;
    this.#wake.abort();
  }

  /** Resolves at the next ring, at once when there was one, after so long without, or when the signal aborts. */
  async heard(ms: number, signal: AbortSignal): Promise<void> {
    this.#wake = new AbortController();
    if (!this.#hasRung && ms > 0) await pause(ms, AbortSignal.any([this.#wake.signal, signal]));
    this.#hasRung = false;
  }
}
