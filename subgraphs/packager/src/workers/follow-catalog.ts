import type { Consumer, EventLog } from "@marquee/event-log";
import { parseEvent } from "@marquee/events";
import type { Logger } from "pino";
import type { CatalogProjection } from "../domain/playable.ts";

/** Keeps packager's picture of what catalog says of playables. One statement for each batch, since thousands come at a start. */
export function followCatalog(eventLog: EventLog, projection: CatalogProjection, logger: Logger): Consumer {
  return eventLog.consume(
    "catalog",
    "packager",
    async (entries) => {
      const events = entries.map(({ value }) => parseEvent(value));
      await projection.apply(events.filter((event) => event.type === "marquee.catalog.playable.v1"));
    },
    ({ key }, reason) => logger.error({ err: reason, playable: key }, "an event of catalog was given up"),
  );
}
