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

/** One moment of a session, as whoever reports it knows it. Event 0 of the source SERVER is the session's start. */
export interface LedgerEvent {
  readonly title: Title;
  readonly sessionId: string;
  readonly source: "SERVER" | "GRAPH" | "CMCD";
  readonly sequence: number;
  /** When it happened, by the server's clock: what decides its minute. */
  readonly atMs: number;
  readonly watchedDeltaMs: number;
  readonly watchedMs: number;
  /** Not known of what is reported by CMCD, whose words are others. */
  readonly kind?: string;
  readonly positionSeconds?: number;
}

/** How an event was answered for good. */
export type FinalAnswer = "ACCEPTED" | "REFUSED" | "TOO_LATE";

export interface LedgerEntry {
  /** With the content that was acknowledged last. */
  readonly event: LedgerEvent;
  readonly answer: FinalAnswer | undefined;
  readonly answeredAtMs: number | undefined;
}

/**
 * The load's own account of every event: what it said, and how and when it was answered. It counts by title and minute from the
 * written definitions alone: an attempt is a session's start, a play its first watched moment, a view the passing of 30 s of watch time
 * (or half of a shorter film). It has no code of the product in it.
 */
export class Ledger {
  readonly #entries = new Map<string, LedgerEntry>();

  /** Notes an event that is about to be sent for the first time. */
  sent(event: LedgerEvent): void {
    this.#entries.set(identityOf(event), { event, answer: undefined, answeredAtMs: undefined });
  }

  /** Notes the answer. An event acknowledged with other content than before replaces it. */
  answered(event: LedgerEvent, answer: FinalAnswer): void {
    this.#entries.set(identityOf(event), { event, answer, answeredAtMs: Date.now() });
  }

  get entries(): readonly LedgerEntry[] {
    return [...this.#entries.values()];
  }

  /** The events that the graph has said it keeps. */
  get acknowledged(): readonly LedgerEvent[] {
    return this.entries.flatMap(({ event, answer }) => (answer === "ACCEPTED" ? [event] : []));
  }

  /** When the last acknowledgement came; 0 before the first. */
  get lastAcknowledgedMs(): number {
    return this.entries.reduce(
      (latest, { answer, answeredAtMs = 0 }) => (answer === "ACCEPTED" ? Math.max(latest, answeredAtMs) : latest),
      0,
    );
  }

  /** What must be counted: of each title, by minute. */
  get cells(): ReadonlyMap<string, ReadonlyMap<number, Counts>> {
    const cells = new Map<string, Map<number, Counts>>();
    for (const event of this.acknowledged) {
      const minutes = cells.get(event.title.id) ?? new Map<number, Counts>();
      cells.set(event.title.id, minutes);
      const minute = minuteOf(event);
      minutes.set(minute, add(minutes.get(minute) ?? noCounts(), countsOf(event)));
    }
    return cells;
  }

  get totals(): Counts {
    return this.acknowledged.map(countsOf).reduce(add, noCounts());
  }
}

/** What makes an event the same event when it is sent again. */
export function identityOf({ sessionId, source, sequence }: Pick<LedgerEvent, "sessionId" | "source" | "sequence">): string {
  return `${sessionId} ${source} ${sequence}`;
}

export function minuteOf({ atMs }: Pick<LedgerEvent, "atMs">): number {
  return Math.floor(atMs / 60_000);
}

function countsOf({ title, source, watchedDeltaMs, watchedMs }: LedgerEvent): Counts {
  if (source === "SERVER") return { ...noCounts(), attempts: 1 };
  if (watchedDeltaMs === 0) return noCounts();
  const before = watchedMs - watchedDeltaMs;
  const viewAfterMs = Math.min(30_000, (title.durationSeconds * 1000) / 2);
  return {
    attempts: 0,
    plays: before === 0 ? 1 : 0,
    views: before < viewAfterMs && viewAfterMs <= watchedMs ? 1 : 0,
    watchMs: watchedDeltaMs,
  };
}

export function add(a: Counts, b: Counts): Counts {
  return { attempts: a.attempts + b.attempts, plays: a.plays + b.plays, views: a.views + b.views, watchMs: a.watchMs + b.watchMs };
}
