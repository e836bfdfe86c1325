export interface CollectorOptions<Item> {
  /** Takes many items at once; resolves when all are done, and settles within its own time-outs. */
  readonly work: (items: readonly Item[]) => Promise<void>;
  /** How many items one call gets; a larger submission still goes in one piece. */
  readonly atOnce: number;
  /** How many may wait or be under way. */
  readonly limit: number;
  /** How long a submission waits for its end. */
  readonly timeoutMs: number;
}

/** The queue is full: nothing was begun. */
export class QueueFull extends Error {
  override readonly name = "QueueFull";
}

/** The work did not end in time. Work under way goes on. */
export class TookTooLong extends Error {
  override readonly name = "TookTooLong";
}

interface Submission<Item> {
  readonly items: readonly Item[];
  readonly settle: (failure?: { readonly reason: unknown }) => void;
}

/**
 * Makes few large calls of many small ones: while one call is under way, what comes in is collected for the next. So a single
 * submission waits for nothing, and the busier it is, the cheaper an item.
 */
export class Collector<Item> implements AsyncDisposable {
  readonly #options: CollectorOptions<Item>;
  readonly #waiting = new Set<Submission<Item>>();
  #size = 0;
  #running: Promise<void> | undefined;

  constructor(options: CollectorOptions<Item>) {
    this.#options = options;
  }

  /**
   * Resolves when the work on the items is done.
   *
   * @throws QueueFull, TookTooLong, or what the work threw
   */
  submit(items: readonly Item[]): Promise<void> {
    if (items.length === 0) return Promise.resolve();
    const { limit, timeoutMs } = this.#options;
    if (this.#size + items.length > limit) return Promise.reject(new QueueFull(`${limit} are waiting already`));
    this.#size += items.length;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        if (this.#waiting.delete(submission)) this.#size -= items.length;
        reject(new TookTooLong(`not done after ${timeoutMs} ms`));
      }, timeoutMs);
      const submission: Submission<Item> = {
        items,
        settle: (failure) => {
          clearTimeout(timer);
          if (failure) reject(failure.reason);
          else resolve();
        },
      };
      this.#waiting.add(submission);
      this.#running ??= this.#run();
    });
  }

  /** Waits for what was submitted. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    await Promise.resolve(); // what is submitted in the same breath goes together
    for (let taken = this.#take(); taken.length > 0; taken = this.#take()) {
      const items = taken.flatMap((submission) => submission.items);
      const failure = await this.#options.work(items).then(
        () => undefined,
        (reason: unknown) => ({ reason }),
      );
      this.#size -= items.length;
      for (const { settle } of taken) settle(failure);
    }
    this.#running = undefined;
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
    return taken;
  }
}
