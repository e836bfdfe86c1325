import type { Consumer, EventLog, LogEntry } from "@marquee/event-log";
import { parseEvent, UnreadableEvent } from "@marquee/events";
import type { Logger } from "pino";
import { isUuid } from "../domain/title-listing.ts";
import type { VideoOutcome, VideoStore } from "../domain/video.ts";

export interface VideoEventsOptions {
  readonly eventLog: EventLog;
  readonly store: VideoStore;
  /** Called after a change was committed. */
  readonly onChange: (outcome: VideoOutcome) => void;
  readonly logger: Logger;
}

/** Follows what packager says of videos. */
export function consumeVideoEvents({ eventLog, store, onChange, logger }: VideoEventsOptions): Consumer {
  const handle = async ({ value }: LogEntry) => {
    const event = parseEvent(value);
    if (event.type !== "marquee.packager.video.v1") return;
    const { playableId, kind, title, state, durationSeconds } = event.data;
    if (!isUuid(playableId)) throw new UnreadableEvent(`expected the id of a playable, and got "${playableId}"`);
    const outcome = await store.videoChanged({
      playableId,
      kind,
      title: title ?? undefined,
      isReady: state === "READY",
      durationSeconds: durationSeconds ?? undefined,
      sequence: event.sequence,
      at: new Date(event.time),
    });
    logger.debug({ playableId, state, outcome }, "heard of a video");
    onChange(outcome);
  };
  return eventLog.consume("packager", "catalog", handle, ({ position }, reason) =>
    logger.error({ err: reason, position }, "an event about a video was set aside"),
  );
}
