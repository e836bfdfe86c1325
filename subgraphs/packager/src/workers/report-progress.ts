import type { ImportQueue, Progress, TakenJob } from "../domain/import-job.ts";
import type { ImportWorkerParts } from "./run-import.ts";

/** How much of the whole job each phase is, from where to where. */
const spans: Readonly<Record<Progress["state"], readonly [number, number]>> = {
  PROBING: [0, 4],
  TRANSCODING: [4, 88],
  VERIFYING: [88, 99.5],
};

/** Of the whole job, from a phase's own per cent; one decimal is all that anyone sees. */
export function overallPercent(phase: Progress["state"], percent: number): number {
  const [from, to] = spans[phase];
  return Math.round((from + ((to - from) * Math.min(100, Math.max(0, percent))) / 100) * 10) / 10;
}

const TICK_MS = 1_000;
/** Well below the lease, so that some reports may fail. */
const LONGEST_SILENCE_MS = 3_000;

export interface ProgressReporter extends AsyncDisposable {
  readonly onPhase: (phase: Progress["state"], percent: number) => void;
}

export interface ReportParts extends Pick<ImportWorkerParts, "changed" | "logger"> {
  readonly queue: Pick<ImportQueue, "report">;
}

/**
 * Writes down how far a job is, once a second when that changed, and often enough to keep its lease otherwise. Disposing it stops it.
 *
 * @param onLeaseLost called when the job is somebody else's now
 */
export function reportProgress({ queue, changed, logger }: ReportParts, job: TakenJob, onLeaseLost: () => void): ProgressReporter {
  let current: Progress = { state: "PROBING", percent: 0 };
  let written: Progress | undefined;
  let writtenAtMs = 0;
  let reporting: Promise<void> | undefined;

  const report = async () => {
    const progress = current;
    const isNews = progress.state !== written?.state || progress.percent !== written.percent;
    if (!isNews && performance.now() - writtenAtMs < LONGEST_SILENCE_MS) return;
    if (!(await queue.report(job, progress))) {
      clearInterval(timer);
      return onLeaseLost();
    }
    written = progress;
    writtenAtMs = performance.now();
    if (isNews) await changed(job.id);
  };
  const tick = () => {
    // A database that does not answer costs the lease at worst; then the next worker begins anew.
    reporting ??= report()
      .catch((error: unknown) => logger.warn({ err: error, job: job.id }, "an import's progress was not written"))
      .finally(() => {
        reporting = undefined;
      });
  };
  const timer = setInterval(tick, TICK_MS);
  tick();

  return {
    onPhase: (state, percent) => {
      current = { state, percent: overallPercent(state, percent) };
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await reporting;
    },
  };
}
