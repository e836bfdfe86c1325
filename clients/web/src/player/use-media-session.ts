import { type RefObject, useEffect } from "react";

type Shown = { readonly name: string; readonly series: string | undefined; readonly stillUrl: string | null };

/** Names the film on lock screens and lets headphones and media keys steer it. */
export function useMediaSession(video: RefObject<HTMLVideoElement | null>, { name, series, stillUrl }: Shown): void {
  useEffect(() => {
    if (!("mediaSession" in navigator)) return undefined;
    const { mediaSession } = navigator;
    mediaSession.metadata = new MediaMetadata({ title: name, artist: series ?? "Marquee", artwork: stillUrl ? [{ src: stillUrl }] : [] });
    const seekBy = (seconds: number) => () => {
      if (video.current) video.current.currentTime += seconds;
    };
    const actions = new Map<MediaSessionAction, () => void>([
      ["play", () => void video.current?.play().catch(() => undefined)],
      ["pause", () => video.current?.pause()],
      ["seekbackward", seekBy(-10)],
      ["seekforward", seekBy(10)],
    ]);
    for (const [action, handler] of actions) mediaSession.setActionHandler(action, handler);
    return () => {
      mediaSession.metadata = null;
      for (const action of actions.keys()) mediaSession.setActionHandler(action, null);
    };
  }, [video, name, series, stillUrl]);
}
