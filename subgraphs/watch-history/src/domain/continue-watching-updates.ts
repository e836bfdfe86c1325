import { setTimeout as pause } from "node:timers/promises";
import type { PubSub } from "@marquee/pubsub";
import { profileChannel } from "./profile-channel.ts";
import type { ProfileStore, ResumePoint } from "./profile-store.ts";

/** At least so long between two lists: several devices moving at once are one push. */
const BETWEEN_PUSHES_MS = 250;
/** A wake-up may be lost, so the list is read again without one after so long: a change is never missed for longer. */
const READ_AGAIN_MS = 10_000;
const SHOWN = 20;

interface Sources {
  readonly profiles: ProfileStore;
  readonly pubSub: PubSub;
}

/** A profile's list of things to continue: the current one at once, then each that differs from the one before. */
export function continueWatchingUpdates(sources: Sources, profileId: string): AsyncIterableIterator<readonly ResumePoint[]> {
  const stop = new AbortController();
  const lists = listsUntil(stop.signal, sources, profileId);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => lists.next(),
    // A generator that waits for a wake-up hears of its return only afterwards, so the waiting is ended first.
    async return() {
      stop.abort();
      return lists.return();
    },
  };
}

async function* listsUntil(
  signal: AbortSignal,
  { profiles, pubSub }: Sources,
  profileId: string,
): AsyncGenerator<readonly ResumePoint[], void> {
  const wakeUps = pubSub.subscribe(profileChannel(profileId), signal); // before the first read, so that nothing falls in between
  let shown = await profiles.inProgress(profileId, SHOWN);
  yield shown;
  for (let wakeUp = wakeUps.next(); !signal.aborted; ) {
    const heard = await within(READ_AGAIN_MS, wakeUp);
    if (heard?.done) return;
    if (heard) wakeUp = wakeUps.next();
    // A store that cannot answer now ends nobody's subscription: what is shown stays until the next reading.
    const current = await profiles.inProgress(profileId, SHOWN).catch(() => shown);
    if (JSON.stringify(current) === JSON.stringify(shown)) continue;
    shown = current;
    yield shown;
    await pause(BETWEEN_PUSHES_MS, undefined, { signal }).catch(() => {}); // aborted: the loop ends by itself
  }
}

/** What the promise resolves with, or undefined when it takes longer. */
async function within<Value>(ms: number, promise: Promise<Value>): Promise<Value | undefined> {
  const { promise: time, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, ms, undefined);
  return Promise.race([promise, time]).finally(() => clearTimeout(timer));
}
