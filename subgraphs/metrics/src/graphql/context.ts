import type { Viewer } from "@marquee/viewer-claim";
import type { LiveCount, LiveCountStore, PlayableCount } from "../domain/live/live-count-store.ts";
import type { Audience, AudienceRange } from "../domain/rollups/read-audience.ts";

/** What the resolvers get, made for each request and each subscription. */
export interface MetricsContext {
  readonly viewer: Viewer;
  readonly liveCounts: LiveCountStore;
  /** The live count of a playable; asked for together, they are one read. */
  readonly countViewers: (playableId: string) => Promise<LiveCount>;
  /** The audience of a playable; asked for together over the same range, they are one read. */
  readonly readAudience: (playableId: string, range: AudienceRange) => Promise<Audience>;
  readonly followCount: (playableId: string) => AsyncIterableIterator<PlayableCount>;
  readonly followTop: (first: number) => AsyncIterableIterator<readonly PlayableCount[]>;
}
