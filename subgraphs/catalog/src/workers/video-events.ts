import type { Consumer, EventLog, LogEntry } from "@marquee/event-log";
import { parseEvent, UnreadableEvent } from "@marquee/events";
import type { Logger } from "pino";
import { isUuid } from "../domain/title-listing.ts";
import type { VideoChange, VideoOutcome, VideoStore } from "../domain/video.ts";

export interface VideoEventsOptions {
  readonly eventLog: EventLog;
  readonly store: VideoStore;
  /** Called after a change was committed. */
  readonly onChange: (outcome: VideoOutcome) => void;
  readonly logger: Logger;
}

/** Follows what packager says of videos. What cannot be read goes aside, and holds up nothing. */
export function consumeVideoEvents({ eventLog, store, onChange, logger }: VideoEventsOptions): Consumer {
  const handle = async (entry: LogEntry) => {
    const change = videoChange(entry);
    if (!change) return;
    const outcome = await store.videoChanged(change);
    logger.debug({ playableId: change.playableId, isReady: change.isReady, outcome }, "heard of a video");
    onChange(outcome);
  };
  const handleAll = async (entries: readonly LogEntry[]) => {
    for (const entry of entries) await handle(entry); // in their order; a few, since videos are few
  };
  return eventLog.consume("packager", "catalog", handleAll, ({ position }, reason) =>
    logger.error({ err: reason, position }, "an event about a video was set aside"),
  );
}

/** @throws UnreadableEvent */
function videoChange({ value }: LogEntry): VideoChange | undefined {
  const event = parseEvent(value);
  if (event.type !== "marquee.packager.video.v1") return undefined;
  const { playableId, kind, title, state, durationSeconds } = event.data;
  if (!isUuid(playableId)) throw new UnreadableEvent(`expected the id of a playable, and got "${playableId}"`);
  return {
    playableId,
    kind,
    title: title ?? undefined,
    isReady: state === "READY",
    durationSeconds: durationSeconds ?? undefined,
    sequence: event.sequence,
    at: new Date(event.time),
  };
}
