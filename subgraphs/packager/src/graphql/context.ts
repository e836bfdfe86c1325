import type { PubSub } from "@marquee/pubsub";
import type { Viewer } from "@marquee/viewer-claim";
import type DataLoader from "dataloader";
import type { ImportParts } from "../domain/import-video.ts";
import type { Playable } from "../domain/playable.ts";
import type { PlaybackParts } from "../domain/playback.ts";

/** What the resolvers get, made anew for each request. */
export interface PackagerContext {
  readonly viewer: Viewer;
  /** All that is known of a playable, in one query for all that a request asks for. */
  readonly playables: DataLoader<string, Playable>;
  readonly playback: PlaybackParts;
  readonly imports: ImportParts;
  readonly pubSub: PubSub;
}
