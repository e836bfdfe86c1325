import { pino } from "pino";
import { readGraph } from "../../../router/src/graph.ts";
import { defaultLimits } from "../../../router/src/limits.ts";
import { Preparation } from "../../../router/src/operations/prepare.ts";
import { Planner } from "../../../router/src/planning/planner.ts";
import { nowhere, supergraphSdl } from "./graph/subgraphs.ts";
import { queries } from "./operations.ts";

const LOOKUPS = 200_000;

/** Microseconds that our router takes to find the plan of an operation that it knows: the large one's. */
export async function planLookupMicroseconds(): Promise<number> {
  const sdl = supergraphSdl(nowhere);
  const logger = pino({ level: "warn" }, process.stderr);
  await using planner = new Planner({ sdl, limits: defaultLimits, logger });
  const preparation = new Preparation(readGraph(sdl, {}), defaultLimits, planner);
  const prepared = await preparation.prepare(queries.large, undefined);
  if (prepared.kind !== "planned") throw new Error("expected the router to plan the operation");
  const bytes = Buffer.from(queries.large);
  const spent = () => {
    const startedAt = performance.now();
    for (let left = LOOKUPS; left > 0; left--) preparation.prepare(bytes.toString("latin1"), undefined); // text that came in is new text
    return performance.now() - startedAt;
  };
  spent(); // compiles it
  return (spent() / LOOKUPS) * 1_000;
}
