import type { PubSub } from "@marquee/pubsub";
import type { Viewer } from "@marquee/viewer-claim";
import type DataLoader from "dataloader";
import type { ImportParts } from "../domain/import-video.ts";
import type { Membership } from "../domain/membership.ts";
import type { Playable } from "../domain/playable.ts";
import type { PlaybackParts } from "../domain/playback.ts";

/** What the resolvers get, made anew for each request. */
export interface PackagerContext {
  readonly viewer: Viewer;
  /** All that is known of a playable, in one query for all that a request asks for. */
  readonly playables: DataLoader<string, Playable>;
  /** What is known of the viewer's account and profile, in one query however many fields ask. */
  readonly membership: () => Promise<Membership>;
  readonly playback: PlaybackParts;
  readonly imports: ImportParts;
  readonly pubSub: PubSub;
}
