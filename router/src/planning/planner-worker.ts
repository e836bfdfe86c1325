import { parentPort, workerData } from "node:worker_threads";
import { operationFromDocument, Supergraph } from "@apollo/federation-internals";
import { QueryPlanner } from "@apollo/query-planner";
import { parse, validate } from "graphql";
import { READY, type Reply, type Request, type ThreadData } from "./messages.ts";

/**
 * The thread that validates and plans: both can take a hostile document seconds, and the planner all memory. Node strips this file's types itself,
 * so neither it nor what it imports may use syntax that is more than types.
 */
const { sdl, plannerPaths }: ThreadData = workerData;
const supergraph = Supergraph.build(sdl, { validateSupergraph: false }); // the main thread has validated it
const model = supergraph.apiSchema();
const api = model.toGraphQLJSSchema();
const planner = new QueryPlanner(supergraph, { debug: { pathsLimit: plannerPaths } });

/** How the planner says that it gave up: for too many paths, too deep a repetition of fragments, or too many jumps between subgraphs. */
const gaveUp = /^(Too many options generated|Exceeded maximum recursive selections|Number of non-local selections exceeds)/;

function answer(request: Request): Reply {
  switch (request.kind) {
    case "validate":
      return {
        kind: "validated",
        problems: validate(api, parse(request.source)).map(({ message, positions = [] }) => ({ message, positions })),
      };
    case "plan":
      return { kind: "planned", plan: planner.buildQueryPlan(operationFromDocument(model, parse(request.text))) };
    default:
      throw new Error(`Unknown request: ${JSON.stringify(request satisfies never)}`);
  }
}

function answerOrFail(request: Request): Reply {
  try {
    return answer(request);
  } catch (error) {
    const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
    // A RangeError is the end of the stack.
    return error instanceof RangeError || gaveUp.test(message) ? { kind: "tooComplex" } : { kind: "failed", reason: stack };
  }
}

parentPort?.on("message", (request: Request) => parentPort?.postMessage(JSON.stringify(answerOrFail(request))));
parentPort?.postMessage(READY);
