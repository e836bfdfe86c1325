import { type RefObject, useEffect, useState } from "react";

export type MediaState = {
  readonly isPaused: boolean;
  /** It would play, but what comes next has not arrived. */
  readonly isWaiting: boolean;
  readonly hasEnded: boolean;
  readonly positionSeconds: number;
  /** 0 until known. */
  readonly durationSeconds: number;
  /** Up to where it can be played without the network. */
  readonly bufferedSeconds: number;
  readonly volume: number;
  readonly isMuted: boolean;
};

const events = [
  "play",
  "playing",
  "pause",
  "waiting",
  "seeking",
  "seeked",
  "ended",
  "timeupdate",
  "durationchange",
  "progress",
  "volumechange",
  "loadeddata",
  "emptied",
];

/** What a video element does, as state. */
export function useMedia(video: RefObject<HTMLVideoElement | null>): MediaState {
  const [state, setState] = useState<MediaState>(initial);
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    const update = () => setState(stateOf(element));
    for (const event of events) element.addEventListener(event, update);
    return () => {
      for (const event of events) element.removeEventListener(event, update);
    };
  }, [video]);
  return state;
}

const initial: MediaState = {
  isPaused: true,
  isWaiting: true,
  hasEnded: false,
  positionSeconds: 0,
  durationSeconds: 0,
  bufferedSeconds: 0,
  volume: 1,
  isMuted: false,
};

function stateOf(video: HTMLVideoElement): MediaState {
  return {
    isPaused: video.paused,
    isWaiting: video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA && !video.ended,
    hasEnded: video.ended,
    positionSeconds: video.currentTime,
    durationSeconds: Number.isFinite(video.duration) ? video.duration : 0,
    bufferedSeconds: bufferedEnd(video),
    volume: video.volume,
    isMuted: video.muted,
  };
}

function bufferedEnd({ buffered, currentTime }: HTMLVideoElement): number {
  for (let index = 0; index < buffered.length; index += 1) {
    if (buffered.start(index) <= currentTime + 0.1 && buffered.end(index) >= currentTime) return buffered.end(index);
  }
  return currentTime;
}
