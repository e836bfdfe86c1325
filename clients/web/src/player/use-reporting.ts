import { type RefObject, useEffect } from "react";
import type { PlaybackEventKind } from "../graphql/generated/graphql.ts";
import type { Reporter } from "../reporting/reporter.ts";

/** Reports what a video element does to the session at hand; a new session that finds it playing begins with that. */
export function useReporting(video: RefObject<HTMLVideoElement | null>, reporter: Reporter): void {
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    const record = (kind: PlaybackEventKind) => {
      reporter.moved(element.currentTime);
      reporter.record(kind);
    };
    const played = () => {
      if (!reporter.isCounting) record(reporter.hasStarted ? "PLAYING" : "STARTED");
    };
    const isPlaying = () => !element.paused && element.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
    const listeners: Record<string, () => void> = {
      timeupdate: () => reporter.moved(element.currentTime),
      playing: played,
      pause: () => {
        if (reporter.hasStarted && !element.ended && !element.seeking) record("PAUSED");
      },
      waiting: () => {
        if (reporter.hasStarted && !element.seeking) record("BUFFERING");
      },
      seeking: () => reporter.hold(),
      seeked: () => {
        if (!reporter.hasStarted) return;
        record("SEEKED");
        if (isPlaying()) played();
        else if (element.paused) record("PAUSED");
      },
      ended: () => record("ENDED"),
    };
    for (const [event, listener] of Object.entries(listeners)) element.addEventListener(event, listener);
    if (isPlaying()) played();
    return () => {
      for (const [event, listener] of Object.entries(listeners)) element.removeEventListener(event, listener);
    };
  }, [video, reporter]);
}
