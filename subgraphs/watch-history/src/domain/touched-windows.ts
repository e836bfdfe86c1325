import type { ViewEventStore, WindowPart } from "@marquee/view-events";

export interface TouchedWindowsOptions {
  readonly store: Pick<ViewEventStore, "mark">;
  /** The sweeper visits the marks of a received minute no earlier than this after the minute's end. */
  readonly graceMs: number;
  readonly nowMs: () => number;
}

const MINUTE_MS = 60_000;
/** So many windows are remembered as marked in this minute; beyond, some are marked more than once. */
const REMEMBERED = 50_000;
/** A mark is late only if it took seconds; a store that is so slow so often has failed. */
const ATTEMPTS = 5;

/**
 * Keeps the promise that a sweeper misses no acknowledged event.
 *
 * The sweeper, some time after the end of received minute R plus the grace time, lists the marks of R and reads each marked window. It
 * counts an event if, for some R, both the mark of the event's window in R and the event itself are in the store by then. So:
 *
 * 1. R is the minute of this process's clock when the window is marked, before the event's write begins (`mark`). A window that is
 *    remembered was marked in this very R, and its mark was durable when it was remembered.
 * 2. When the write has ended, so has the mark, which came first. If that is before the end of R plus the grace time, both are there
 *    when the sweeper comes. If not, the sweeper may have been and gone: the window is marked anew, in the minute it is now, whose sweep
 *    is still ahead, and the same question is asked of that mark, until the answer is yes (`confirm`). Then the event is acknowledged.
 * 3. A write that failed or timed out is not acknowledged, so nothing is promised of it; but it may still land. What then becomes of it
 *    is `EventWriter`'s.
 *
 * Clocks of two machines differ: only half of the grace time is used up here, the other half is theirs.
 */
export class TouchedWindows {
  readonly #options: TouchedWindowsOptions;
  #minute = Number.NaN;
  #marked = new Set<string>();

  constructor(options: TouchedWindowsOptions) {
    this.#options = options;
  }

  /** Marks windows in the current minute, each once. Resolves with that minute when all marks are durable. */
  async mark(windows: Iterable<WindowPart>): Promise<number> {
    const receivedMinute = Math.floor(this.#options.nowMs() / MINUTE_MS);
    if (this.#minute !== receivedMinute || this.#marked.size > REMEMBERED) this.#marked = new Set();
    this.#minute = receivedMinute;
    const marked = this.#marked;
    const unmarked = new Map([...windows].map((window) => [keyOf(window), window] as const).filter(([key]) => !marked.has(key)));
    if (unmarked.size > 0) {
      await this.#options.store.mark([...unmarked.values()].map((window) => ({ ...window, receivedMinute })));
      for (const key of unmarked.keys()) marked.add(key); // a set of an earlier minute is nobody's any more
    }
    return receivedMinute;
  }

  /** After a write: makes sure that a sweep still ahead will see it, given the minute its windows were marked in. */
  async confirm(windows: readonly WindowPart[], receivedMinute: number): Promise<void> {
    let minute = receivedMinute;
    for (let attempt = 0; this.#mayBeSwept(minute); attempt++) {
      if (attempt === ATTEMPTS) throw new Error("marking windows takes longer than the grace time");
      minute = await this.mark(windows);
    }
  }

  /** After a write that failed: the windows are marked anew before the next write. */
  forget(windows: readonly WindowPart[]): void {
    for (const window of windows) this.#marked.delete(keyOf(window));
  }

  #mayBeSwept(receivedMinute: number): boolean {
    return this.#options.nowMs() > (receivedMinute + 1) * MINUTE_MS + this.#options.graceMs / 2;
  }
}

function keyOf({ playableId, minute, part }: WindowPart): string {
  return `${minute}.${part}.${playableId}`;
}
