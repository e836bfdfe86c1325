import { type MaturityRating, maturityRatings } from "@marquee/events";
import type { Viewer } from "@marquee/viewer-claim";
import type { Work } from "./work.ts";

/** What one asker may see, where and when they ask. */
export interface Sight {
  /** The selected profile's limit. Without a profile the catalog is a shop window, and shows everything. */
  readonly maturityLimit: MaturityRating | undefined;
  /** ISO 3166-1 alpha-2. Unknown sees only what is available everywhere. */
  readonly territory: string | undefined;
  readonly now: Date;
}

export function sightOf(viewer: Viewer, now: Date): Sight {
  const { profileId, maturityLimit, territory } = viewer;
  const limit = maturityRatings.find((rating) => rating === maturityLimit);
  // A profile whose limit cannot be read gets the mildest: a mistake must not open anything to a child.
  return { maturityLimit: profileId === undefined ? undefined : (limit ?? "ALL"), territory, now };
}

/** The ratings that a limit admits, from the mildest on. */
export function admittedRatings(limit: MaturityRating): readonly MaturityRating[] {
  return maturityRatings.slice(0, maturityRatings.indexOf(limit) + 1);
}

/** A rating that is unknown is shown to adults only. */
export function admitsUnrated(limit: MaturityRating): boolean {
  return limit === "EIGHTEEN";
}

export function isVisible({ maturityRating }: Work, { maturityLimit }: Sight): boolean {
  if (maturityLimit === undefined) return true;
  return maturityRating === undefined ? admitsUnrated(maturityLimit) : admittedRatings(maturityLimit).includes(maturityRating);
}

/** The stricter of two limits; undefined limits nothing. */
export function stricterLimit(one: MaturityRating | undefined, other: MaturityRating | undefined): MaturityRating | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return maturityRatings.indexOf(one) < maturityRatings.indexOf(other) ? one : other;
}
