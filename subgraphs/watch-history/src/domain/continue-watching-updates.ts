import { setTimeout as pause } from "node:timers/promises";
import type { PubSub } from "@marquee/pubsub";
import { profileChannel } from "./profile-channel.ts";
import type { ProfileStore, ResumePoint } from "./profile-store.ts";

/** At least so long between two lists: several devices moving at once are one push. */
const BETWEEN_PUSHES_MS = 250;
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
  for await (const _ of wakeUps) {
    const current = await profiles.inProgress(profileId, SHOWN);
    if (JSON.stringify(current) === JSON.stringify(shown)) continue;
    shown = current;
    yield shown;
    await pause(BETWEEN_PUSHES_MS, undefined, { signal }).catch(() => {}); // aborted: the loop ends by itself
  }
}
