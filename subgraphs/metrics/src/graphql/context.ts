import type { Viewer } from "@marquee/viewer-claim";
import DataLoader from "dataloader";
import { followCount, followTop } from "../domain/live/follow-counts.ts";
import type { LiveCount, LiveCountStore, PlayableCount } from "../domain/live/live-count-store.ts";
import type { PartitionSizeSource, PartitionSizes } from "../domain/partition-health.ts";
import { type Audience, type AudienceRange, type AudienceReading, readAudiences } from "../domain/rollups/read-audience.ts";
import { type Recount, type RecountRange, recount } from "../domain/rollups/recount.ts";
import type { Recounting } from "../domain/rollups/recount-part.ts";

/** What the resolvers get, made for each request and each subscription. */
export interface MetricsContext {
  readonly viewer: Viewer;
  /** The live count of a playable; asked for together, they are one read. */
  readonly countViewers: (playableId: string) => Promise<LiveCount>;
  /** The playables most watched now; undefined while unknown. */
  readonly topViewers: (first: number) => Promise<readonly PlayableCount[] | undefined>;
  /** The audience of a playable; asked for together over the same range, they are one read. */
  readonly readAudience: (playableId: string, range: AudienceRange) => Promise<Audience>;
  readonly recounting: RecountingContext;
  readonly readPartitionSizes: () => Promise<readonly PartitionSizes[]>;
  readonly followCount: (playableId: string) => AsyncIterableIterator<PlayableCount>;
  readonly followTop: (first: number) => AsyncIterableIterator<readonly PlayableCount[]>;
}

export interface RecountingContext {
  /** How many parts each minute lies in. */
  readonly parts: number;
  readonly definition: string;
  readonly recount: (range: RecountRange, signal: AbortSignal) => Promise<Recount>;
}

export interface MetricsReading {
  readonly liveCounts: LiveCountStore;
  readonly audiences: AudienceReading;
  readonly recounting: Recounting;
  /** Absent where the engine has no partitions. */
  readonly partitionSizes?: PartitionSizeSource | undefined;
}

/** The loaders gather and keep nothing: a subscription's context lives for long, and would answer with what was. */
export function metricsContext({ liveCounts, audiences, recounting, partitionSizes }: MetricsReading, viewer: Viewer): MetricsContext {
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
    recounting: {
      parts: recounting.rollups.parts,
      definition: audiences.definition,
      recount: (range, signal) => recount(recounting, range, signal),
    },
    readPartitionSizes: async () => partitionSizes?.read() ?? [],
    followCount: (playableId) => followCount(liveCounts, playableId),
    followTop: (first) => followTop(liveCounts, first),
  };
}
