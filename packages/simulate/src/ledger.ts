/** What is counted of a title in a minute. */
export interface Counts {
  attempts: number;
  plays: number;
  views: number;
  watchMs: number;
}

export const noCounts = (): Counts => ({ attempts: 0, plays: 0, views: 0, watchMs: 0 });

export interface Title {
  readonly id: string;
  readonly durationSeconds: number;
}

/**
 * The load's own count of what it did, by title and minute, kept from the written definitions alone:
 * an attempt is a session's start, a play its first watched moment, a view the passing of 30 s of watch time (or half of a shorter film).
 */
export class Ledger {
  readonly #cells = new Map<string, Map<number, Counts>>();

  attempt(title: Title, startedAtMs: number): void {
    this.#cell(title, startedAtMs).attempts += 1;
  }

  /** A stretch of watching that was reported at `atMs` and brought the session to `totalMs`. */
  watched(title: Title, atMs: number, { deltaMs, totalMs }: { readonly deltaMs: number; readonly totalMs: number }): void {
    if (deltaMs === 0) return;
    const cell = this.#cell(title, atMs);
    const before = totalMs - deltaMs;
    const viewAfterMs = Math.min(30_000, (title.durationSeconds * 1000) / 2);
    cell.watchMs += deltaMs;
    if (before === 0) cell.plays += 1;
    if (before < viewAfterMs && viewAfterMs <= totalMs) cell.views += 1;
  }

  cellsOf(titleId: string): ReadonlyMap<number, Counts> {
    return this.#cells.get(titleId) ?? new Map();
  }

  get totals(): Counts {
    return [...this.#cells.values()].flatMap((minutes) => [...minutes.values()]).reduce(add, noCounts());
  }

  #cell({ id }: Title, atMs: number): Counts {
    const minutes = this.#cells.get(id) ?? new Map<number, Counts>();
    this.#cells.set(id, minutes);
    const minute = Math.floor(atMs / 60_000);
    const cell = minutes.get(minute) ?? noCounts();
    minutes.set(minute, cell);
    return cell;
  }
}

export function add(a: Counts, b: Counts): Counts {
  return { attempts: a.attempts + b.attempts, plays: a.plays + b.plays, views: a.views + b.views, watchMs: a.watchMs + b.watchMs };
}
