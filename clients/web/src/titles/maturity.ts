import type { MaturityRating } from "../graphql/generated/graphql.ts";

/** From the mildest on. */
export const maturityRatings: readonly MaturityRating[] = ["ALL", "SEVEN", "TWELVE", "SIXTEEN", "EIGHTEEN"];

const labels: Record<MaturityRating, string> = { ALL: "All ages", SEVEN: "7+", TWELVE: "12+", SIXTEEN: "16+", EIGHTEEN: "18+" };

export function maturityLabel(rating: MaturityRating): string {
  return labels[rating];
}

const limits: Record<MaturityRating, string> = {
  ALL: "For all ages only",
  SEVEN: "Up to 7",
  TWELVE: "Up to 12",
  SIXTEEN: "Up to 16",
  EIGHTEEN: "Everything",
};

/** What a profile with this limit may watch. */
export function limitLabel(limit: MaturityRating): string {
  return limits[limit];
}
