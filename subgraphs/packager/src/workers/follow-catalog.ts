import type { Consumer, EventLog, LogEntry } from "@marquee/event-log";
import { type Envelope, parseEvent, UnreadableEvent } from "@marquee/events";
import type { Logger } from "pino";
import type { CatalogProjection } from "../domain/playable.ts";

/** Keeps packager's picture of what catalog says of playables. One statement for each batch, since thousands come at a start. */
export function followCatalog(eventLog: EventLog, projection: CatalogProjection, logger: Logger): Consumer {
  return eventLog.consume(
    "catalog",
    "packager",
    (entries) => projection.apply(entries.flatMap((entry) => playableEvent(entry, logger))),
    ({ key }, reason) => logger.error({ err: reason, playable: key }, "an event of catalog was given up"),
  );
}

/** None for what is not about playables, or what this version cannot read: trying again would not help, and others wait behind it. */
function playableEvent({ key, value }: LogEntry, logger: Logger): readonly Envelope<"marquee.catalog.playable.v1">[] {
  try {
    const event = parseEvent(value);
    return event.type === "marquee.catalog.playable.v1" ? [event] : [];
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    logger.warn({ err: error, playable: key }, "an event of catalog is not readable");
    return [];
  }
}
