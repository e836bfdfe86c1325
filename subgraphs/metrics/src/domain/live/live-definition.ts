import { definitions } from "../definitions.ts";
import { COUNTING_MS } from "../thresholds.ts";
import { SHORTEST_MS } from "./follow-changes.ts";
import { STALE_PART_MS } from "./live-count-store.ts";

const seconds = (ms: number) => `${ms / 1_000} s`;

/** The definition that goes with a live count: what a viewer is, over which window, how late and how precise. */
export const liveDefinition = [
  definitions.viewers,
  `A device reports every 10 s and is counted for ${seconds(COUNTING_MS)} after its last report, so one that falls silent leaves after that long, and one that says so at once;`,
  "a report that comes late never brings back a session that ended.",
  "Every session counts once, wherever it is watched: nothing is sampled or estimated.",
  `Every event acknowledged up to asOf is counted, and a change is told within some ${seconds(1.5 * SHORTEST_MS)} of its acknowledgement, at most every ${seconds(SHORTEST_MS)}.`,
  "EXACT: every session is counted; PARTIAL: some are not known right now, so there are at least this many;",
  `UNKNOWN: nothing is known that is not older than ${seconds(STALE_PART_MS)}, so there is no number.`,
].join(" ");
