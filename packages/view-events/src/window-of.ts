import { partOf } from "./part.ts";
import type { ViewEvent } from "./view-event.ts";
import type { WindowPart } from "./view-event-store.ts";

const MINUTE_MS = 60_000;

/** The minute an event belongs to: by its session's clock, so that it is the same each time the event is sent. */
export function minuteOf({ startedAtMs, elapsedMs }: Pick<ViewEvent, "startedAtMs" | "elapsedMs">): number {
  return Math.floor((startedAtMs + elapsedMs) / MINUTE_MS);
}

/**
 * The partition that an event lies in.
 *
 * @param parts the store's number of parts
 */
export function windowOf(event: Pick<ViewEvent, "playableId" | "sessionId" | "startedAtMs" | "elapsedMs">, parts: number): WindowPart {
  return { playableId: event.playableId, minute: minuteOf(event), part: partOf(event.sessionId, parts) };
}
