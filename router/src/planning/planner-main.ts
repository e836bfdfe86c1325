import { READY, type Reply, type Request, type Start } from "./messages.ts";
import { isTooMuch, PlanningGraph } from "./planning-graph.ts";

// The process that validates and plans. Node strips the types of this file and of what it imports by itself, so none of them has syntax that is more than types.

/** In characters: the whole schema of a very large graph. */
const LONGEST_INTROSPECTION = 8_388_608;

function answer(graph: PlanningGraph, request: Request): Reply {
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

function answerOrFail(graph: PlanningGraph, request: Request): Reply {
  try {
    return answer(graph, request);
  } catch (error) {
    return isTooMuch(error)
      ? { kind: "tooComplex" }
      : { kind: "failed", reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

process.on("SIGINT", () => {}); // meant for the router, which ends this process itself
process.on("disconnect", () => process.exit());
process.once("message", (start: Start) => {
  const graph = new PlanningGraph(start);
  process.on("message", (request: Request) => process.send?.(JSON.stringify(answerOrFail(graph, request))));
  process.send?.(READY);
});
