import type { Executor } from "../execution/executor.ts";
import { resultText } from "../operations/operations.ts";
import type { PresentError } from "../presentable-error.ts";
import type { Running } from "./subscriptions.ts";

/** Completes what a subgraph pushed with the fields of the others: the JSON text of a result that a client may see. */
export type ResolveEvent = (running: Running, event: unknown) => Promise<string>;

export function eventResolver(executor: Executor, presentError: PresentError): ResolveEvent {
  return async ({ planned, variables, asker }, event) => {
    const run = { planned, variables, asker, turn: undefined }; // each event is resolved once for all who share it, with what is so now
    return resultText(await executor.resolveEvent(run, event), presentError);
  };
}
