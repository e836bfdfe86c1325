import { type MaturityRating, maturityRatings } from "@marquee/events";
import type { Viewer } from "@marquee/viewer-claim";
import type { AvailabilityWindow, Encode, Playable } from "./playable.ts";

/** What may be played now, or the first reason why not. */
export type Watchable =
  | { readonly kind: "Watchable"; readonly encode: Encode }
  | { readonly kind: "NotEntitled" | "ProfileRequired" | "UnknownPlayable" | "MaturityRestricted"; readonly message: string }
  | { readonly kind: "NotAvailable"; readonly message: string; readonly availableFrom?: Date }
  | { readonly kind: "NotReady"; readonly message: string; readonly percent?: number };

/** Decides whether a viewer may watch a playable at a moment. What is nobody's business is refused before what is only not ready. */
export function watchable({ profileId, territory, maturityLimit }: Viewer, { catalog, video }: Playable, now: Date): Watchable {
  if (profileId === undefined) return { kind: "ProfileRequired", message: "Select a profile first." };
  if (!catalog) return { kind: "UnknownPlayable", message: "There is nothing to play under this id." };
  if (catalog.isWithdrawn) return { kind: "NotAvailable", message: "This title has been withdrawn." };
  if (!catalog.availability.some((window) => covers(window, territory) && isOpen(window, now))) {
    const availableFrom = nextOpening(catalog.availability, territory, now);
    const message = availableFrom ? "This title is not available yet." : "This title is not available in your country.";
    return { kind: "NotAvailable", message, ...(availableFrom && { availableFrom }) };
  }
  if (!admits(maturityLimit, catalog.maturityRating))
    return { kind: "MaturityRestricted", message: "This title is beyond the profile's maturity limit." };
  if (video?.encode) return { kind: "Watchable", encode: video.encode };
  if (!video || video.state === "FAILED") return { kind: "NotReady", message: "This title has no video yet." };
  return { kind: "NotReady", message: "This title is still being prepared.", percent: video.percent };
}

function covers({ territories }: AvailabilityWindow, territory: string | undefined): boolean {
  return territories === null || (territory !== undefined && territories.includes(territory));
}

function isOpen({ from, until }: AvailabilityWindow, now: Date): boolean {
  return (!from || from <= now) && (!until || now < until);
}

function nextOpening(windows: readonly AvailabilityWindow[], territory: string | undefined, now: Date): Date | undefined {
  const openings = windows.filter((window) => covers(window, territory)).map(({ from }) => from);
  return openings.filter((from) => from !== undefined && from > now).sort((a, b) => Number(a) - Number(b))[0];
}

/** A rating that nobody knows could be the strictest; a limit that nobody knows is taken for the mildest. */
function admits(limit: string | undefined, rating: MaturityRating = "EIGHTEEN"): boolean {
  const ratings: readonly string[] = maturityRatings;
  return ratings.indexOf(rating) <= Math.max(0, ratings.indexOf(limit ?? "ALL"));
}
