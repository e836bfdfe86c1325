import type { Envelope, MaturityRating } from "@marquee/events";
import type { ImportState, PlayableKind } from "./import-job.ts";

/** Anyone in one of the territories may watch between the two moments. */
export interface AvailabilityWindow {
  /** ISO 3166-1 alpha-2; null means everywhere. */
  readonly territories: readonly string[] | null;
  readonly from: Date | undefined;
  readonly until: Date | undefined;
}

/** What catalog says of a playable, as its latest event had it. */
export interface CatalogEntry {
  readonly kind: "MOVIE" | "EPISODE" | "CHANNEL";
  readonly name: string;
  readonly maturityRating: MaturityRating | undefined;
  readonly availability: readonly AvailabilityWindow[];
  readonly isWithdrawn: boolean;
}

/** What players fetch: one version of a playable's media. */
export interface Encode {
  readonly id: string;
  /** What holds all encodes of a playable, and what a media token covers: the playable's id. */
  readonly assetId: string;
  readonly durationSeconds: number;
}

/** How far a playable's video is. A replacement under way does not show: what there is stays watchable. */
export interface Video {
  readonly kind: PlayableKind;
  readonly state: ImportState;
  readonly percent: number;
  /** What a new session plays; absent until the first import is ready. */
  readonly encode?: Encode;
}

/** All that packager knows of a playable. Either half may be missing: a film without a video, or an import that catalog has not named yet. */
export interface Playable {
  readonly id: string;
  readonly catalog?: CatalogEntry;
  readonly video?: Video;
}

export interface PlayableStore {
  /** In the order of the ids; an id of which nothing is known gives an empty playable. */
  byIds(ids: readonly string[]): Promise<readonly Playable[]>;
}

export interface CatalogProjection {
  /** Takes over what catalog says, unless something newer is held. */
  apply(events: readonly Envelope<"marquee.catalog.playable.v1">[]): Promise<void>;
}
