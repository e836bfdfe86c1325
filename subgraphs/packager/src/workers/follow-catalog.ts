import type { Consumer, EventLog, LogEntry } from "@marquee/event-log";
import { parseEvent } from "@marquee/events";
import type { Logger } from "pino";
import type { CatalogProjection } from "../domain/playable.ts";

/**
 * Keeps packager's picture of what catalog says of playables. One statement for each batch, since thousands come at a start. What cannot
 * be read goes aside.
 */
export function followCatalog(eventLog: EventLog, projection: CatalogProjection, logger: Logger): Consumer {
  return eventLog.consume(
    "catalog",
    "packager",
    async (entries) => projection.apply(entries.flatMap(playableEvent)),
    ({ key }, reason) => logger.error({ err: reason, playable: key }, "an event of catalog was given up"),
  );
}

/** None for what is not about playables. */
function playableEvent({ value }: LogEntry) {
  const event = parseEvent(value);
  return event.type === "marquee.catalog.playable.v1" ? [event] : [];
}
