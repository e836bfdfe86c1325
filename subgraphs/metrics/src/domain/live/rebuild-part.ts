import type { ViewEventStore } from "@marquee/view-events";
import { mapBounded } from "../map-bounded.ts";
import { COUNTING_MS } from "../thresholds.ts";
import type { LivePart } from "./live-part.ts";

const MINUTE_MS = 60_000;
const READS_AT_ONCE = 8;

/**
 * Brings a part back from the event store: all events that can still count were received in this minute or the one before it.
 * What was acknowledged before the call is in it afterwards; what comes later comes over the log.
 */
export async function rebuildPart(live: LivePart, part: number, viewEvents: ViewEventStore, nowMs: number): Promise<void> {
  const receivedMinute = Math.floor(nowMs / MINUTE_MS);
  const oldestMinute = Math.floor((nowMs - COUNTING_MS) / MINUTE_MS);
  const touched = await Promise.all([receivedMinute - 1, receivedMinute].map((minute) => viewEvents.touched(minute, part)));

  const windows = touched.flat().filter(({ minute }) => minute >= oldestMinute);
  const distinct = new Map(windows.map((window) => [`${window.minute} ${window.playableId}`, window]));
  await mapBounded([...distinct.values()], READS_AT_ONCE, async (window) => {
    for (const event of await viewEvents.read(window)) live.apply(event, event.receivedAtMs, nowMs);
  });
}
