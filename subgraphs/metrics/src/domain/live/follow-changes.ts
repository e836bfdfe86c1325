import type { PubSub } from "@marquee/pubsub";
import { pause } from "../pause.ts";

/** A follower is told at most this often. */
export const SHORTEST_MS = 1_000;
/** A follower is told at least this often, if only of a new `asOf`: every 10 s, where half a second is left for the way. */
export const LONGEST_MS = 9_500;

export interface Following<Value> {
  readonly pubSub: PubSub;
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

async function* follow<Value>({ pubSub, channels, read, isSame }: Following<Value>, signal: AbortSignal): AsyncGenerator<Value, undefined> {
  const calls = listen(pubSub, channels, signal);
  let shown: Value | undefined;
  let shownAtMs = Date.now();
  while (!signal.aborted) {
    calls.forget();
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
    await calls.next(dueAtMs - Date.now());
  }
}

/** Remembers whether a channel has called since the last `forget`; the end of all listening is a call too. */
function listen(pubSub: PubSub, channels: readonly string[], signal: AbortSignal) {
  let hasCalled = false;
  let failure: { readonly reason: unknown } | undefined;
  let answer = new AbortController();
  const call = () => {
    hasCalled = true;
    answer.abort();
  };
  const hear = async (channel: string) => {
    for await (const _ of pubSub.subscribe(channel, signal)) call();
  };
  signal.addEventListener("abort", call);
  Promise.all(channels.map(hear)).catch((reason) => {
    failure = { reason };
    call();
  });

  return {
    forget() {
      hasCalled = false;
    },
    /** Resolves at the next call, at once when there was one, or after so long without. */
    async next(ms: number): Promise<void> {
      answer = new AbortController();
      if (!hasCalled && ms > 0) await pause(ms, answer.signal);
      if (failure) throw failure.reason;
    },
  };
}
