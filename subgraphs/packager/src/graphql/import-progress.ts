import { codedError } from "@marquee/coded-errors";
import { requireOperator } from "@marquee/subgraph-server";
import type { ImportJob } from "../domain/import-job.ts";
import { watchImport } from "../domain/watch-import.ts";
import type { PackagerContext } from "./context.ts";

/**
 * The source of one subscription.
 *
 * @throws BAD_USER_INPUT for an unknown job
 */
export async function importProgress(context: PackagerContext, jobId: string): Promise<AsyncIterableIterator<ImportJob>> {
  requireOperator(context.viewer);
  const { jobs } = context.imports;
  if (!(await jobs.byId(jobId))) throw codedError("BAD_USER_INPUT", "There is no import job of this id.");
  return untilLeft((signal) => watchImport({ jobs, pubSub: context.pubSub }, jobId, signal));
}

/** An async generator alone cannot be left while it waits: `return()` would queue behind the wait. The signal ends the wait. */
function untilLeft<Value>(run: (signal: AbortSignal) => AsyncGenerator<Value>): AsyncIterableIterator<Value> {
  const leaving = new AbortController();
  const values = run(leaving.signal);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => values.next(),
    return: () => {
      leaving.abort();
      return values.return(undefined);
    },
  };
}
