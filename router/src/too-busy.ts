import { RequestRefused } from "./request-refused.ts";

/** What an operation is refused with that nothing was done for, since too much else is under way. */
export function tooBusy(who: "The router" | "A part of the graph"): RequestRefused {
  return new RequestRefused("SERVICE_UNAVAILABLE", `${who} has too much to do: try again in a second.`, 503, [["retry-after", "1"]]);
}
