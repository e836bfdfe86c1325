/** One title's count at one moment; null while it is not known. */
export type LivePoint = { readonly atMs: number; readonly viewers: number | null };

export type LiveTitle = {
  readonly id: string;
  readonly name: string;
  readonly series: string | undefined;
  readonly points: readonly LivePoint[];
};

export type LiveHistory = ReadonlyMap<string, LiveTitle>;

export type LiveRow = { readonly id: string; readonly name: string; readonly series: string | undefined; readonly viewers: number | null };

/** `isFull` says that the list may have left out titles; `knownSinceMs` since when one that is new to it had nobody. */
export type PushTime = { readonly nowMs: number; readonly isFull: boolean; readonly knownSinceMs?: number | undefined };

/** What the charts show. */
export const windowMs = 5 * 60_000;

/**
 * Adds what was pushed now. A title that is no longer among the most watched has nobody left, unless the list is full: then it is not known.
 * Titles that nobody watched in the whole window are forgotten.
 */
export function recordPush(history: LiveHistory, rows: readonly LiveRow[], { nowMs, isFull, knownSinceMs = nowMs }: PushTime): LiveHistory {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const gone = [...history.values()].filter(({ id }) => !byId.has(id)).map((title) => ({ ...title, viewers: isFull ? null : 0 }));
  const next = [...rows, ...gone].map((row) => {
    const { id, name, series, viewers } = row;
    const points = trimmed([...(history.get(id)?.points ?? [{ atMs: knownSinceMs, viewers: 0 }]), { atMs: nowMs, viewers }], nowMs);
    return [id, { id, name, series, points }] as const;
  });
  return new Map(next.filter(([, { points }]) => points.some((point) => point.viewers !== 0)));
}

/** Says that from now on nothing is known, as when the connection is lost. */
export function recordLoss(history: LiveHistory, nowMs: number): LiveHistory {
  return new Map(
    [...history].map(([id, title]) => [id, { ...title, points: trimmed([...title.points, { atMs: nowMs, viewers: null }], nowMs) }]),
  );
}

export function currentViewers(title: LiveTitle): number | null {
  return title.points.at(-1)?.viewers ?? null;
}

/** Everybody who watches anything; null as soon as one title's count is not known. */
export function totalViewers(titles: Iterable<LiveTitle>): number | null {
  let total = 0;
  for (const title of titles) {
    const viewers = currentViewers(title);
    if (viewers === null) return null;
    total += viewers;
  }
  return total;
}

/** Keeps the last point before the window, from which the line comes in, and one point where several say the same. */
function trimmed(points: readonly LivePoint[], nowMs: number): readonly LivePoint[] {
  const firstInside = points.findIndex(({ atMs }) => atMs > nowMs - windowMs);
  const inside = points.slice(Math.max(0, firstInside - 1));
  return inside.filter((point, index) => index === 0 || point.viewers !== inside[index - 1]?.viewers);
}
