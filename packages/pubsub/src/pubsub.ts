/**
 * Wakes whoever listens now. A message may be lost, so it carries nothing that a reader could not read again:
 * a subscriber answers it by reading the current state, and reads it again every now and then without one.
 */
export interface PubSub {
  /** Resolves once handed on; with nobody listening the message is gone. */
  publish(channel: string, message: unknown): Promise<void>;
  /**
   * Yields what is published on the channel from the call on, and `undefined` whenever a message may have been missed. A reader slower
   * than the channel sees the latest one only (never a growing queue). Ends when the signal aborts, or the iterator is returned.
   */
  subscribe(channel: string, signal: AbortSignal): AsyncIterableIterator<unknown>;
}
