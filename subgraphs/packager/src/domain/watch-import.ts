import type { PubSub } from "@marquee/pubsub";
import { type ImportJob, type ImportJobStore, importChannel, isFinished } from "./import-job.ts";

/** A wake-up may be lost, so the job is read again without one after so long. */
const READ_AGAIN_MS = 10_000;

/** Yields a job as it is, then whenever it changed, until it is finished or the signal aborts. */
export async function* watchImport(
  { jobs, pubSub }: { readonly jobs: Pick<ImportJobStore, "byId">; readonly pubSub: PubSub },
  jobId: string,
  signal: AbortSignal,
): AsyncGenerator<ImportJob> {
  const changes = pubSub.subscribe(importChannel(jobId), signal);
  try {
    let change = changes.next();
    let seen: ImportJob | undefined;
    while (!signal.aborted) {
      const job = await jobs.byId(jobId);
      if (!job) return;
      if (job.state !== seen?.state || job.percent !== seen.percent) yield job;
      if (isFinished(job)) return;
      seen = job;
      if (await within(READ_AGAIN_MS, change)) change = changes.next();
    }
  } finally {
    await changes.return?.();
  }
}

/** What the promise resolves with, or undefined when it takes longer. */
async function within<Value>(ms: number, promise: Promise<Value>): Promise<Value | undefined> {
  const { promise: time, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, ms, undefined);
  return Promise.race([promise, time]).finally(() => clearTimeout(timer));
}
