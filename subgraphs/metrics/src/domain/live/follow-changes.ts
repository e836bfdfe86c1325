import type { PubSub } from "@marquee/pubsub";
import { pause } from "../pause.ts";
import { Bell } from "./bell.ts";

/** A follower is told at most this often. */
export const SHORTEST_MS = 1_000;
/** A follower is told at least this often, if only of a new `asOf`: every 10 s, where half a second is left for the way. */
export const LONGEST_MS = 9_500;

export interface Following<Value> {
  readonly changes: Pick<PubSub, "subscribe">;
  /** What says that the value may have changed. */
  readonly channels: readonly string[];
  /**
   * Reads the value as it is now.
   *
   * @param shown what was yielded last
   * @returns undefined while there is nothing to show yet
   */
  readonly read: (shown: Value | undefined) => Promise<Value | undefined>;
  /** Whether two values differ in nothing that has to be told at once. */
  readonly isSame: (a: Value, b: Value) => boolean;
}

/**
 * Yields a value now, then when it changed, then at least every 10 s. A slow consumer skips values and never makes a queue.
 * Returning the iterator ends it at once, also while it waits.
 */
export function followChanges<Value>(following: Following<Value>): AsyncIterableIterator<Value> {
  const ending = new AbortController();
  const values = follow(following, ending.signal);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => values.next(),
    return() {
      ending.abort();
      return values.return(undefined);
    },
  };
}

async function* follow<Value>(
  { changes, channels, read, isSame }: Following<Value>,
  signal: AbortSignal,
): AsyncGenerator<Value, undefined> {
  const bell = new Bell();
  const listening = listen({ changes, channels }, bell, signal);
  let shown: Value | undefined;
  let shownAtMs = Date.now();
  while (!signal.aborted) {
    const value = await read(shown);
    if (signal.aborted) return;
    const isDue = Date.now() - shownAtMs >= LONGEST_MS;
    if (value !== undefined && (shown === undefined || isDue || !isSame(shown, value))) {
      shown = value;
      shownAtMs = Date.now();
      yield value;
    }
    const dueAtMs = (shown === undefined ? Date.now() : shownAtMs) + LONGEST_MS;
    await pause(Math.min(SHORTEST_MS, dueAtMs - Date.now()), signal);
    await bell.heard(dueAtMs - Date.now(), signal);
    if (listening.failure) throw listening.failure.reason;
  }
}

/** Rings for every message on the channels, and when listening failed. */
function listen(
  { changes, channels }: Pick<Following<unknown>, "changes" | "channels">,
  bell: Bell,
  signal: AbortSignal,
): { readonly failure?: { readonly reason: unknown } } {
  const listening: { failure?: { readonly reason: unknown } } = {};
  const hear = async (channel: string) => {
    for await (const _ of changes.subscribe(channel, signal)) bell.ring();
  };
  Promise.all(channels.map(hear)).catch((reason) => {
    listening.failure = { reason };
    bell.ring();
  });
  return listening;
}
