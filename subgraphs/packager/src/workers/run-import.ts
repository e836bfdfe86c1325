import { join } from "node:path";
import type { Logger } from "pino";
import { demoFilmOf } from "../domain/demo.ts";
import { diskFullMessage, type Encoder, ImportFailed } from "../domain/encoder.ts";
import type { FinishedEncode, ImportQueue, Progress, TakenJob } from "../domain/import-job.ts";
import type { FoundSource } from "../domain/import-video.ts";
import { isDiskFull, type MediaStore } from "../domain/media-store.ts";
import { reportProgress } from "./report-progress.ts";

export interface ImportWorkerParts {
  readonly queue: ImportQueue;
  readonly media: MediaStore;
  readonly encoder: Encoder;
  readonly findSource: (sourceUrl: string) => Promise<FoundSource>;
  /** Tells those who watch a job that it changed. */
  readonly changed: (jobId: string) => Promise<void>;
  readonly logger: Logger;
}

const MOST_ATTEMPTS = 3;

/** Does a job that was taken, to its end: ready, failed, put back when `stopping` aborts, or left alone when its lease was lost. */
export async function runImport(parts: ImportWorkerParts, job: TakenJob, stopping: AbortSignal): Promise<void> {
  const { queue, media, changed, logger } = parts;
  if (job.attempt > MOST_ATTEMPTS) {
    await queue.fail(job, `The import was broken off ${MOST_ATTEMPTS} times, with the process that ran it, and was given up.`);
    return changed(job.id);
  }
  const leaseLost = new AbortController();
  const signal = AbortSignal.any([stopping, leaseLost.signal]);
  try {
    await using progress = reportProgress(parts, job, () => leaseLost.abort());
    const encode = await prepare(parts, job, progress.onPhase, signal);
    signal.throwIfAborted();
    await finish(parts, job, encode);
    logger.info({ job: job.id, playable: job.playableId, durationSeconds: encode.durationSeconds }, "an import is ready");
  } catch (error) {
    if (stopping.aborted) await queue.putBack(job);
    else if (!(await queue.fail(job, reasonFor(error, job, logger)))) logger.warn({ job: job.id }, "another worker took over an import");
  } finally {
    await media.discard(job.leaseId);
  }
  await changed(job.id);
}

async function prepare(
  { media, encoder, findSource }: ImportWorkerParts,
  job: TakenJob,
  onPhase: (phase: Progress["state"], percent: number) => void,
  signal: AbortSignal,
): Promise<FinishedEncode> {
  const folder = await media.prepare(job.leaseId);
  const demo = demoFilmOf(job.sourceUrl);
  if (!demo) {
    const source = await findSource(job.sourceUrl);
    if (source.kind === "InvalidSource") throw new ImportFailed(source.message);
    return encoder.encode({ file: source.path, folder, onPhase, signal });
  }
  // Another prepared folder, so that the clip is never taken for a part of the encode.
  const clipId = `${job.leaseId}.clip`;
  try {
    const file = join(await media.prepare(clipId), "clip.mp4");
    const onPercent = (percent: number) => onPhase("PROBING", percent);
    await encoder.makeDemoClip({ clip: demo.clip, seconds: demo.seconds, file, onPercent, signal });
    return await encoder.encode({ file, folder, onPhase, signal });
  } finally {
    await media.discard(clipId);
  }
}

/** The files are in place before the job is ready; a crash in between leaves files that the janitor finds. */
async function finish({ queue, media }: ImportWorkerParts, job: TakenJob, encode: FinishedEncode): Promise<void> {
  const ref = { assetId: job.playableId, encodeId: job.leaseId };
  await media.publish(ref);
  const isOurs = await queue.succeed(job, encode);
  if (!isOurs) await media.remove(ref);
}

function reasonFor(error: unknown, job: TakenJob, logger: Logger): string {
  if (error instanceof ImportFailed) return error.message;
  if (isDiskFull(error)) return diskFullMessage;
  logger.error({ err: error, job: job.id }, "an import failed");
  return "Something failed on our side; the log of the service says what.";
}
