export interface CollectorOptions<Item> {
  /** Takes many items at once; resolves when all are done, and settles within its own time-outs. */
  readonly work: (items: readonly Item[]) => Promise<void>;
  /** How many items one call gets; a larger submission still goes in one piece. */
  readonly atOnce: number;
  /** How many calls may be under way. */
  readonly calls: number;
  /** How many items may wait or be under way. */
  readonly limit: number;
  /** How long a submission may wait for its call to begin. */
  readonly waitMs: number;
  /** How long it may take from there. */
  readonly timeoutMs: number;
}

/** It could not be begun soon enough, so nothing was begun. */
export class Busy extends Error {
  override readonly name = "Busy";
}

/** The work did not end in time. What is under way goes on. */
export class TookTooLong extends Error {
  override readonly name = "TookTooLong";
}

interface Submission<Item> {
  readonly items: readonly Item[];
  /** Begins its second time-out. */
  readonly begin: () => void;
  readonly settle: (failure?: { readonly reason: unknown }) => void;
}

/**
 * Makes few large calls of many small ones. A single submission goes at once; while calls are under way, what comes in is collected, and
 * the calls begin evenly spread over the time that one takes lately. So the busier it is, the cheaper an item, and a store that answers
 * late is asked as much as one that answers soon.
 *
 * What it cannot do soon it refuses soon. Under way are never more than `calls` times `atOnce` items, which may take as long as the
 * store's time-outs: at a store past its limit more would only wait there, and all of them for longer, until nothing is done in time.
 * Whatever else comes in has to begin within `waitMs`. It is refused on arrival when, by the time that calls take lately and the items
 * before it, it would not; and when that guess was wrong (the store has just become slow), as soon as the time is up. So the work that
 * is done stays what the store does best, however much more is asked for, and memory is bounded by `limit`.
 */
export class Collector<Item> implements AsyncDisposable {
  readonly #options: CollectorOptions<Item>;
  readonly #waiting = new Set<Submission<Item>>();
  #waitingItems = 0;
  /** The oldest first. */
  readonly #underWay = new Set<{ readonly beganMs: number }>();
  #itemsUnderWay = 0;
  /** How long a call takes, a moving average: half of it are the last two. */
  #callMs = 0;
  #lastBeganMs = Number.NEGATIVE_INFINITY;
  #turn: NodeJS.Timeout | undefined;
  #whenIdle: (() => void) | undefined;

  constructor(options: CollectorOptions<Item>) {
    this.#options = options;
  }

  /**
   * Resolves when the work on the items is done.
   *
   * @throws Busy, TookTooLong, or what the work threw
   */
  submit(items: readonly Item[]): Promise<void> {
    if (items.length === 0) return Promise.resolve();
    const { limit, waitMs, timeoutMs } = this.#options;
    if (this.#waitingItems + this.#itemsUnderWay + items.length > limit) {
      return Promise.reject(new Busy(`${limit} are waiting or under way already`));
    }
    if (this.#expectedWaitMs() > waitMs) return Promise.reject(new Busy(`it would not begin within ${waitMs} ms`));
    return new Promise((resolve, reject) => {
      let timer = setTimeout(() => {
        this.#drop(submission);
        reject(new Busy(`it did not begin within ${waitMs} ms`));
      }, waitMs);
      const submission: Submission<Item> = {
        items,
        begin: () => {
          clearTimeout(timer);
          timer = setTimeout(() => reject(new TookTooLong(`not done after ${timeoutMs} ms`)), timeoutMs);
        },
        settle: (failure) => {
          clearTimeout(timer);
          if (failure) reject(failure.reason);
          else resolve();
        },
      };
      this.#waiting.add(submission);
      this.#waitingItems += items.length;
      this.#takeTurns();
    });
  }

  /** Waits for what was submitted. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isIdle()) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
  }

  #isIdle(): boolean {
    return this.#waiting.size === 0 && this.#underWay.size === 0;
  }

  #drop(submission: Submission<Item>): void {
    if (this.#waiting.delete(submission)) this.#waitingItems -= submission.items.length;
    if (this.#isIdle()) this.#whenIdle?.();
  }

  /** How long a submission would wait now: for the next turn, and one turn more for each full call before it. */
  #expectedWaitMs(): number {
    const { atOnce } = this.#options;
    return this.#untilTurnMs() + Math.floor(this.#waitingItems / atOnce) * this.#betweenCallsMs();
  }

  #betweenCallsMs(): number {
    return this.#callMs / this.#options.calls;
  }

  /** How long until the next call may begin: the turn after the last one, and not before there is room for it. */
  #untilTurnMs(): number {
    if (this.#underWay.size === 0) return 0;
    const now = performance.now();
    const untilSpread = Math.max(0, this.#lastBeganMs + this.#betweenCallsMs() - now);
    if (this.#underWay.size < this.#options.calls) return untilSpread;
    const [oldest] = this.#underWay;
    const ageMs = oldest ? now - oldest.beganMs : 0;
    // A call that takes longer than calls do may take as long again: nothing better is known of it.
    return Math.max(untilSpread, ageMs < this.#callMs ? this.#callMs - ageMs : ageMs);
  }

  /** Has the next call begin when it is due; a full one waits for no others to join it. */
  #takeTurns(): void {
    const { calls, atOnce } = this.#options;
    if (this.#waiting.size === 0 || this.#underWay.size === calls) return;
    if (this.#waitingItems >= atOnce) this.#begin();
    // Even with nothing under way not quite at once: what is submitted in the same breath goes together.
    else this.#turn ??= setTimeout(() => this.#begin(), this.#untilTurnMs());
  }

  #begin(): void {
    this.#endTurn();
    const taken = this.#take();
    if (taken.length === 0) return; // all of them were given up
    for (const { begin } of taken) begin();
    void this.#call(taken);
    this.#takeTurns();
  }

  #endTurn(): void {
    clearTimeout(this.#turn);
    this.#turn = undefined;
  }

  async #call(taken: readonly Submission<Item>[]): Promise<void> {
    const items = taken.flatMap((submission) => submission.items);
    const call = { beganMs: performance.now() };
    this.#lastBeganMs = call.beganMs;
    this.#underWay.add(call);
    this.#itemsUnderWay += items.length;
    const failure = await this.#options.work(items).then(
      () => undefined,
      (reason: unknown) => ({ reason }),
    );
    this.#underWay.delete(call);
    this.#itemsUnderWay -= items.length;
    const tookMs = performance.now() - call.beganMs;
    this.#callMs += (tookMs - this.#callMs) * 0.3;
    for (const { settle } of taken) settle(failure);
    this.#endTurn(); // it may be sooner now
    this.#takeTurns();
    if (this.#isIdle()) this.#whenIdle?.();
  }

  #take(): readonly Submission<Item>[] {
    const taken: Submission<Item>[] = [];
    let size = 0;
    for (const submission of this.#waiting) {
      if (size > 0 && size + submission.items.length > this.#options.atOnce) break;
      taken.push(submission);
      size += submission.items.length;
      this.#waiting.delete(submission);
    }
    this.#waitingItems -= size;
    return taken;
  }
}
