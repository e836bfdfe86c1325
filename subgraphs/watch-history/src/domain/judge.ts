import type { viewEventKinds } from "@marquee/view-events";

/** What a device says of one moment. */
export interface PlaybackEvent {
  readonly sequence: number;
  readonly kind: (typeof viewEventKinds)[number];
  readonly elapsedMs: number;
  readonly positionSeconds: number;
  readonly watchedDeltaMs: number;
  readonly watchedMs: number;
}
