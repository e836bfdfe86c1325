import type { AvailabilityWindow, PlayableState } from "../../domain/playable-state.ts";
import type { Work } from "../../domain/work.ts";
import type { WindowRow, WorkRow } from "./entities.ts";

// What the database calls null is undefined from here on.

export function workOf(row: WorkRow): Work {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    synopsis: row.synopsis ?? undefined,
    year: row.year ?? undefined,
    maturityRating: row.maturityRating ?? undefined,
    durationSeconds: row.durationSeconds ?? undefined,
    seriesId: row.seriesId ?? undefined,
    seasonNumber: row.seasonNumber ?? undefined,
    number: row.number ?? undefined,
  };
}

/** Nothing for a series: it is not played itself. */
export function playableStateOf(row: WorkRow, windows: readonly WindowRow[]): PlayableState | undefined {
  const { id, kind, name, maturityRating, isWithdrawn, version } = row;
  if (kind === "SERIES") return undefined;
  return { id, kind, name, maturityRating: maturityRating ?? undefined, windows: windows.map(windowOf), isWithdrawn, version };
}

function windowOf({ territories, startsAt, endsAt }: WindowRow): AvailabilityWindow {
  return { territories: territories ?? undefined, from: startsAt ?? undefined, until: endsAt ?? undefined };
}
