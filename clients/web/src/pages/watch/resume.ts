/** A place in the film that the profile reached, here or elsewhere. */
export type Reached = { readonly positionSeconds: number; readonly finished: boolean; readonly updatedAt: string };

/** Places nearer than this are the same to a viewer. */
const sameSceneSeconds = 5;

/**
 * Where another device of the profile took the film while it stands still here, or undefined. An own report comes back with the very time it was
 * sent with, so whatever is later is another's.
 */
export function movedElsewhere(
  reached: Reached | undefined,
  here: { readonly movedAtMs: number | undefined; readonly positionSeconds: number },
): Reached | undefined {
  if (!reached || reached.finished) return undefined;
  if (here.movedAtMs !== undefined && Date.parse(reached.updatedAt) <= here.movedAtMs + 1_000) return undefined;
  return Math.abs(reached.positionSeconds - here.positionSeconds) > sameSceneSeconds ? reached : undefined;
}

/** The later of what was known at the start and what was pushed since. */
export function latestOf(...places: readonly (Reached | null | undefined)[]): Reached | undefined {
  return places.filter((place) => place != null).sort((a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt))[0];
}
