import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { type ImportWorkerParts, runImport } from "./run-import.ts";

export interface ImportWorkers extends AsyncDisposable {
  /** Looks for work at once instead of at the next poll. */
  wake(): void;
}

/** For jobs that another process queued, or left behind. */
const POLL_MS = 2_000;

/**
 * Takes imports from the queue, so many at a time; that the queue cannot be reached is logged when it begins.
 * Disposing it ends the encoders and puts their jobs back.
 *
 * @param afterEach called when a job is done, however it ended
 */
export function startImportWorkers(parts: ImportWorkerParts, concurrency: number, afterEach: () => void): ImportWorkers {
  const stopping = new AbortController();
  let idle = new AbortController();
  let isOutOfReach = false;

  const work = async () => {
    while (!stopping.signal.aborted) {
      const { signal: woken } = idle; // taken before looking, so that no wake is missed
      const wasBusy = await workOnce(parts, stopping.signal).then(
        (found) => {
          isOutOfReach = false;
          return found;
        },
        (error: unknown) => {
          if (!isOutOfReach) parts.logger.error({ err: error }, "the import queue is out of reach; it is tried again");
          isOutOfReach = true;
          return false;
        },
      );
      if (wasBusy) afterEach();
      else await setTimeout(POLL_MS, undefined, { signal: AbortSignal.any([woken, stopping.signal]) }).catch(() => {});
    }
  };
  const working = Promise.all(Array.from({ length: concurrency }, work));

  return {
    wake() {
      idle.abort();
      idle = new AbortController();
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await working;
    },
  };
}

/** @returns whether there was something to do */
async function workOnce(parts: ImportWorkerParts, stopping: AbortSignal): Promise<boolean> {
  const job = await parts.queue.take(randomUUID());
  if (job) await runImport(parts, job, stopping);
  return job !== undefined;
}
