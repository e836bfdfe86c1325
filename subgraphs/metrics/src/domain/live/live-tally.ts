import { memoryPubSub, type PubSub } from "@marquee/pubsub";
import { channels } from "./channels.ts";
import { type LiveCount, type PlayableCount, STALE_PART_MS } from "./live-count-store.ts";

/** What is new of a part. */
export interface PartNews {
  readonly part: number;
  readonly asOfMs: number;
  readonly isExact: boolean;
  /** Whether `viewers` is all there is, or only what changed since the news before. */
  readonly isAll: boolean;
  /** Viewers by playable; undefined for one that has left. */
  readonly viewers: Iterable<readonly [string, number | undefined]>;
}

interface KnownPart {
  asOfMs: number;
  isExact: boolean;
  readonly viewers: Map<string, number>;
}

interface Total {
  viewers: number;
  /** How many parts name the playable, be it with 0. */
  parts: number;
}

/** The counts of all parts as one process knows them, added up as they change, and announced. */
export class LiveTally {
  readonly #announced: PubSub = memoryPubSub();
  readonly #parts: number;
  readonly #known = new Map<number, KnownPart>();
  readonly #totals = new Map<string, Total>();
  /** The most watched, by how many were asked for, until the next change. */
  readonly #rankings = new Map<number, readonly string[]>();

  constructor(parts: number) {
    this.#parts = parts;
  }

  get changes(): Pick<PubSub, "subscribe"> {
    return this.#announced;
  }

  /** False before anything was said of the part, and once that is too old: news of it then have to be all there is. */
  knows(part: number): boolean {
    return this.#known.has(part);
  }

  take({ part, asOfMs, isExact, isAll, viewers }: PartNews): void {
    const precision = this.#precision();
    const known = this.#known.get(part) ?? { asOfMs, isExact, viewers: new Map() };
    const changed = new Set<string>();
    const news = isAll ? new Map(viewers) : viewers;
    if (news instanceof Map) for (const id of known.viewers.keys()) if (!news.has(id)) this.#set(known, id, undefined, changed);
    for (const [id, count] of news) this.#set(known, id, count, changed);
    this.#known.set(part, Object.assign(known, { asOfMs, isExact }));
    this.#announce(changed, precision);
  }

  /** Lets go of the parts that are too old. */
  age(nowMs: number): void {
    const precision = this.#precision();
    const changed = new Set<string>();
    for (const [part, known] of this.#known) {
      if (known.asOfMs + STALE_PART_MS > nowMs) continue;
      this.#known.delete(part);
      for (const id of known.viewers.keys()) this.#set(known, id, undefined, changed);
    }
    this.#announce(changed, precision);
  }

  count(playableId: string): LiveCount {
    const precision = this.#precision();
    if (precision === "UNKNOWN") return { precision };
    const asOfMs = Math.min(...[...this.#known.values()].map((part) => part.asOfMs));
    return { precision, viewers: this.#totals.get(playableId)?.viewers ?? 0, asOfMs };
  }

  top(first: number): readonly PlayableCount[] | undefined {
    if (this.#known.size === 0) return undefined;
    const ranking = this.#rankings.get(first) ?? mostWatched(this.#totals, first);
    this.#rankings.set(first, ranking);
    return ranking.map((playableId) => ({ playableId, count: this.count(playableId) }));
  }

  #precision(): LiveCount["precision"] {
    if (this.#known.size === 0) return "UNKNOWN";
    return this.#known.size === this.#parts && [...this.#known.values()].every(({ isExact }) => isExact) ? "EXACT" : "PARTIAL";
  }

  #set(known: KnownPart, id: string, count: number | undefined, changed: Set<string>): void {
    const before = known.viewers.get(id);
    if (before === count) return;
    if (count === undefined) known.viewers.delete(id);
    else known.viewers.set(id, count);
    const total = this.#totals.get(id) ?? { viewers: 0, parts: 0 };
    total.viewers += (count ?? 0) - (before ?? 0);
    total.parts += Number(count !== undefined) - Number(before !== undefined);
    if (total.parts === 0) this.#totals.delete(id);
    else this.#totals.set(id, total);
    changed.add(id);
  }

  #announce(changed: ReadonlySet<string>, precision: LiveCount["precision"]): void {
    for (const id of changed) void this.#announced.publish(channels.playable(id), null);
    if (changed.size > 0) {
      this.#rankings.clear();
      void this.#announced.publish(channels.any, null);
    }
    if (this.#precision() !== precision) void this.#announced.publish(channels.precision, null);
  }
}

/** Sorting all of 100,000 titles to show a hundred of them would take a tenth of a second, with each change. */
function mostWatched(totals: ReadonlyMap<string, Total>, first: number): readonly string[] {
  const best: (readonly [string, Total])[] = [];
  for (const entry of totals) {
    const last = best[first - 1];
    if (last && !isAhead(entry, last)) continue;
    const place = best.findIndex((other) => isAhead(entry, other));
    best.splice(place < 0 ? best.length : place, 0, entry);
    best.length = Math.min(best.length, first);
  }
  return best.map(([id]) => id);
}

function isAhead([idA, a]: readonly [string, Total], [idB, b]: readonly [string, Total]): boolean {
  return a.viewers === b.viewers ? idA < idB : a.viewers > b.viewers;
}
