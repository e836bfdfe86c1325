import type { ViewEvent } from "@marquee/view-events";

/** What the events seen of one session from one source amount to. */
interface Sums {
  readonly sessionId: string;
  watchedMs: number;
  /** What the session had watched before the first of them, and after the last. */
  fromMs: number;
  toMs: number;
  firstSequence: number;
  lastSequence: number;
  events: number;
}

/**
 * Finds the sessions whose deltas do not add up to their totals, as when a device used a sequence again for another moment: then an
 * event replaced another one, or one stretch of watching counts twice, and no recount can tell what was true.
 *
 * It takes the events of any stretch, in any order, each once, and claims only what no other event of the session could explain: one
 * that lies outside the stretch, is still on its way or never came leaves a gap in the sequence, and then only too much is a proof.
 */
export class SessionSums {
  readonly #sessions = new Map<string, Sums>();

  add({ sessionId, source, sequence, watchedDeltaMs, watchedMs }: ViewEvent): void {
    if (source === "SERVER") return;
    const key = `${source} ${sessionId}`;
    const sums = this.#sessions.get(key);
    const fromMs = watchedMs - watchedDeltaMs;
    if (!sums) {
      const own = { watchedMs: watchedDeltaMs, fromMs, toMs: watchedMs, firstSequence: sequence, lastSequence: sequence, events: 1 };
      this.#sessions.set(key, { sessionId, ...own });
      return;
    }
    sums.watchedMs += watchedDeltaMs;
    sums.fromMs = Math.min(sums.fromMs, fromMs);
    sums.toMs = Math.max(sums.toMs, watchedMs);
    sums.firstSequence = Math.min(sums.firstSequence, sequence);
    sums.lastSequence = Math.max(sums.lastSequence, sequence);
    sums.events += 1;
  }

  /** In the order of their ids. */
  inconsistent(): readonly string[] {
    const found = [...this.#sessions.values()].filter(isInconsistent).map(({ sessionId }) => sessionId);
    return [...new Set(found)].sort();
  }
}

function isInconsistent({ watchedMs, fromMs, toMs, firstSequence, lastSequence, events }: Sums): boolean {
  // A session has watched nothing before its first event.
  const owedMs = toMs - (firstSequence === 1 ? 0 : fromMs);
  const hasGaps = events < lastSequence - firstSequence + 1;
  return watchedMs > owedMs || (watchedMs < owedMs && !hasGaps);
}
