import { setTimeout } from "node:timers/promises";
import { type LogEntry, UnreadableMessage } from "./event-log.ts";

/** Pauses before a message is handed out again: a minute in all, so that a store that restarts costs nobody a message. */
export const defaultRetryPausesMs: readonly number[] = [50, 500, 2_000, ...Array.from({ length: 12 }, () => 5_000)];

export interface Settling {
  readonly handle: (entries: readonly LogEntry[]) => Promise<void>;
  /** Keeps a message that was given up. When it rejects, the message counts as not handled. */
  readonly giveUp: (entry: LogEntry, reason: unknown) => Promise<void>;
  readonly retryPausesMs: readonly number[];
  readonly signal: AbortSignal;
}

/** Handles a batch, or, when that fails, its entries one by one. Returns how many are done with: fewer when the signal aborted. */
export async function settle(batch: readonly LogEntry[], settling: Settling): Promise<number> {
  if (batch.length > 1) {
    try {
      await settling.handle(batch);
      return batch.length;
    } catch {
      // Which of them it was, and why, is found below.
    }
  }
  for (const [index, entry] of batch.entries()) {
    if (!(await isSettled(entry, settling))) return index;
  }
  return batch.length;
}

/** Handles an entry, again after each pause, and gives it up in the end. False when the signal aborted before that. */
async function isSettled(entry: LogEntry, { handle, giveUp, retryPausesMs, signal }: Settling): Promise<boolean> {
  for (const pauseMs of [...retryPausesMs, undefined]) {
    if (signal.aborted) return false;
    try {
      await handle([entry]);
      return true;
    } catch (error) {
      if (pauseMs === undefined || error instanceof UnreadableMessage) {
        await giveUp(entry, error);
        return true;
      }
      await setTimeout(pauseMs, undefined, { signal }).catch(() => {});
    }
  }
  return true;
}
