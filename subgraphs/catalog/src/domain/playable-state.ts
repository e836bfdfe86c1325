import type { MaturityRating } from "@marquee/events";
import { type EventOf, envelope } from "@marquee/events";
import type { PlayableKind } from "./work.ts";

/** What others need to know of a playable to let somebody watch it. */
export interface PlayableState {
  readonly id: string;
  readonly kind: PlayableKind;
  readonly name: string;
  readonly maturityRating: MaturityRating | undefined;
  readonly windows: readonly AvailabilityWindow[];
  readonly isWithdrawn: boolean;
  /** Grows with each change of any of these. */
  readonly version: number;
}

/** A stretch of time in which a work may be watched; an open end has no limit. */
export interface AvailabilityWindow {
  /** ISO 3166-1 alpha-2; undefined means everywhere. */
  readonly territories: readonly string[] | undefined;
  readonly from: Date | undefined;
  readonly until: Date | undefined;
}

/** What was seeded or imported has no limits until somebody sets some. */
export const everywhereAlways: AvailabilityWindow = { territories: undefined, from: undefined, until: undefined };

/** Tells the others of a playable as it is now. */
export function playableEvent(playable: PlayableState): EventOf<"marquee.catalog.playable.v1"> {
  const { id, kind, name, maturityRating, windows, isWithdrawn, version } = playable;
  return envelope(
    "marquee.catalog.playable.v1",
    { source: "/catalog", subject: id, sequence: version },
    {
      playableId: id,
      kind,
      name,
      maturityRating: maturityRating ?? null,
      availability: windows.map(({ territories, from, until }) => ({
        territories: territories ? [...territories] : null,
        from: from?.toISOString() ?? null,
        until: until?.toISOString() ?? null,
      })),
      isWithdrawn,
    },
  );
}
