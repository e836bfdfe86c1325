import type { PubSub } from "@marquee/pubsub";
import type { Viewer } from "@marquee/viewer-claim";
import DataLoader from "dataloader";
import { followCount, followTop } from "../domain/live/follow-counts.ts";
import type { LiveCount, LiveCountStore, PlayableCount } from "../domain/live/live-count-store.ts";
import { type Audience, type AudienceRange, type AudienceReading, readAudiences } from "../domain/rollups/read-audience.ts";

/** What the resolvers get, made for each request and each subscription. */
export interface MetricsContext {
  readonly viewer: Viewer;
  /** The live count of a playable; asked for together, they are one read. */
  readonly countViewers: (playableId: string) => Promise<LiveCount>;
  /** The playables most watched now; undefined while unknown. */
  readonly topViewers: (first: number) => Promise<readonly PlayableCount[] | undefined>;
  /** The audience of a playable; asked for together over the same range, they are one read. */
  readonly readAudience: (playableId: string, range: AudienceRange) => Promise<Audience>;
  readonly followCount: (playableId: string) => AsyncIterableIterator<PlayableCount>;
  readonly followTop: (first: number) => AsyncIterableIterator<readonly PlayableCount[]>;
}

export interface MetricsReading {
  readonly liveCounts: LiveCountStore;
  readonly pubSub: PubSub;
  readonly audiences: AudienceReading;
}

/** The loaders gather and keep nothing: a subscription's context lives for long, and would answer with what was. */
export function metricsContext({ liveCounts, pubSub, audiences }: MetricsReading, viewer: Viewer): MetricsContext {
  const counts = new DataLoader((ids: readonly string[]) => liveCounts.count(ids), { cache: false });
  const byRange = new Map<string, DataLoader<string, Audience>>();
  const audienceLoader = (range: AudienceRange) => {
    const key = `${range.step} ${range.first} ${range.end}`;
    const loader =
      byRange.get(key) ??
      new DataLoader((ids: readonly string[]) => readAudiences(audiences, ids, range, Date.now()), { cache: false, maxBatchSize: 100 });
    byRange.set(key, loader);
    return loader;
  };
  return {
    viewer,
    countViewers: (playableId) => counts.load(playableId),
    topViewers: (first) => liveCounts.top(first),
    readAudience: (playableId, range) => audienceLoader(range).load(playableId),
    followCount: (playableId) => followCount(liveCounts, pubSub, playableId),
    followTop: (first) => followTop(liveCounts, pubSub, first),
  };
}
