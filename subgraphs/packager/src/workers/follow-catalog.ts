import type { Consumer, EventLog } from "@marquee/event-log";
import { parseEvent } from "@marquee/events";
import type { Logger } from "pino";
import type { CatalogProjection } from "../domain/playable.ts";

/** Keeps packager's picture of what catalog says of playables. One statement for each event, so that thousands at a start take seconds. */
export function followCatalog(eventLog: EventLog, projection: CatalogProjection, logger: Logger): Consumer {
  return eventLog.consume(
    "catalog",
    "packager",
    async ({ value }) => {
      const event = parseEvent(value);
      if (event.type === "marquee.catalog.playable.v1") await projection.apply(event);
    },
    ({ key }, reason) => logger.error({ err: reason, playable: key }, "an event of catalog was given up"),
  );
}
