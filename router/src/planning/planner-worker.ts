import { parentPort, workerData } from "node:worker_threads";
import { READY, type Reply, type Request } from "./messages.ts";
import { isTooMuch, PlanningGraph } from "./planning-graph.ts";

// The thread that validates and plans. Node strips the types of this file and of what it imports by itself, so none of them has syntax that is more than types.

const graph = new PlanningGraph(workerData);

/** In characters: the whole schema of a very large graph. */
const LONGEST_INTROSPECTION = 8_388_608;

function answer(request: Request): Reply {
  switch (request.kind) {
    case "validate":
      return { kind: "validated", problems: graph.validate(request.source) };
    case "plan":
      return { kind: "planned", ...graph.plan(request.text) };
    case "introspect":
      return introspected(graph.introspect(request.text, request.variables));
    default:
      throw new Error(`Unknown request: ${JSON.stringify(request satisfies never)}`);
  }
}

function introspected(values: Readonly<Record<string, string>>): Reply {
  const length = Object.values(values).reduce((sum, text) => sum + text.length, 0);
  return length > LONGEST_INTROSPECTION ? { kind: "tooComplex" } : { kind: "introspected", values };
}

function answerOrFail(request: Request): Reply {
  try {
    return answer(request);
  } catch (error) {
    return isTooMuch(error)
      ? { kind: "tooComplex" }
      : { kind: "failed", reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.on("message", (request: Request) => parentPort?.postMessage(JSON.stringify(answerOrFail(request))));
parentPort?.postMessage(READY);
