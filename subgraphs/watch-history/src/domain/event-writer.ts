import { type StoredEvent, type ViewEventStore, windowOf } from "@marquee/view-events";
import type { Logger } from "pino";
import { FailureTally } from "./failure-tally.ts";
import type { TouchedWindows } from "./touched-windows.ts";

export interface EventWriterOptions {
  readonly store: Pick<ViewEventStore, "write" | "parts">;
  readonly windows: TouchedWindows;
  readonly logger: Logger;
}

/** Some 5 MB of events whose writing failed; more are forgotten. */
const UNFINISHED = 10_000;
const AT_ONCE = 500;
const RETRY_MS = 5_000;

/**
 * Writes raw events in an order that lets the sweeper miss none of them (`TouchedWindows`), and finishes what it began.
 *
 * A write that failed is not acknowledged, and yet may land: seconds later, when a node that hung goes on, or hours later, by a hint that
 * one node kept for another. A row that lands after its window was swept makes a recount differ from what is stored. So it is
 * written again, with its own timestamp, until that is known to have succeeded, and its window is marked each time: whatever lands
 * after that is the same row already. A device that sends it again meanwhile does no harm, since the later receipt stays.
 *
 * What is left when a process is killed, or when more than 10,000 are, is written again by its device, or else `recount` tells.
 */
export class EventWriter implements AsyncDisposable {
  readonly #options: EventWriterOptions;
  readonly #unfinished = new Map<string, StoredEvent>();
  readonly #forgotten: FailureTally;
  readonly #timer: NodeJS.Timeout;
  #finishing: Promise<void> | undefined;

  constructor(options: EventWriterOptions) {
    this.#options = options;
    this.#forgotten = new FailureTally(options.logger, "too many failed writes: a recount of their windows may differ");
    this.#timer = setInterval(() => void this.finish(), RETRY_MS).unref();
  }

  /** Resolves when the events are durable and a sweep still ahead will see them; then they may be acknowledged. */
  async write(events: readonly StoredEvent[]): Promise<void> {
    const { store, windows } = this.#options;
    const touched = events.map((event) => windowOf(event, store.parts));
    const receivedMinute = await windows.mark(touched);
    try {
      await store.write(events);
      await windows.confirm(touched, receivedMinute);
    } catch (error) {
      windows.forget(touched); // while the store is down, the next ones fail at their marks and leave nothing unfinished
      for (const event of events) this.#finishLater(event);
      throw error;
    }
  }

  /** Writes again what failed; what fails again stays for the next time. */
  finish(): Promise<void> {
    this.#finishing ??= this.#writeUnfinished().finally(() => {
      this.#finishing = undefined;
    });
    return this.#finishing;
  }

  /** Tries once more to finish what is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.finish();
  }

  async #writeUnfinished(): Promise<void> {
    for (const portion of portionsOf([...this.#unfinished])) {
      try {
        await this.write(portion.map(([, event]) => event));
      } catch (error) {
        this.#options.logger.warn({ err: error, events: this.#unfinished.size }, "events whose writing failed could not be written yet");
        return;
      }
      for (const [key, event] of portion) if (this.#unfinished.get(key) === event) this.#unfinished.delete(key);
    }
  }

  #finishLater(event: StoredEvent): void {
    const { minute, playableId } = windowOf(event, this.#options.store.parts);
    const key = JSON.stringify([playableId, minute, event.sessionId, event.source, event.sequence]);
    const other = this.#unfinished.get(key);
    if (other && other.receivedAtMs > event.receivedAtMs) return;
    if (other || this.#unfinished.size < UNFINISHED) this.#unfinished.set(key, event);
    else this.#forgotten.add(new Error(`no room for ${key}`), 1);
  }
}

function* portionsOf<Item>(items: readonly Item[]): Iterable<readonly Item[]> {
  for (let from = 0; from < items.length; from += AT_ONCE) yield items.slice(from, from + AT_ONCE);
}
