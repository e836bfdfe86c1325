import type { PubSub } from "@marquee/pubsub";
import { type ImportJob, type ImportJobStore, importChannel, isFinished } from "./import-job.ts";

/**
 * Yields a job as it is, then whenever it changed, until it is finished or the signal aborts.
 *
 */
export async function* watchImport(
  { jobs, pubSub }: { readonly jobs: ImportJobStore; readonly pubSub: PubSub },
  jobId: string,
  signal: AbortSignal,
): AsyncGenerator<ImportJob> {
  const changes = pubSub.subscribe(importChannel(jobId), signal);
  try {
    let seen: ImportJob | undefined;
    do {
      const job = await jobs.byId(jobId);
      if (!job) return;
      if (job.state !== seen?.state || job.percent !== seen.percent) yield job;
      seen = job;
    } while (!isFinished(seen) && !(await changes.next()).done);
  } finally {
    await changes.return?.();
  }
}
