import { type RefObject, useSyncExternalStore } from "react";

/** Full screen of the whole player, or of the video alone where a browser (on iPhones) allows no more. */
export function useFullScreen(root: RefObject<HTMLElement | null>, video: RefObject<HTMLVideoElement | null>) {
  const isFull = useSyncExternalStore(
    (changed) => {
      document.addEventListener("fullscreenchange", changed);
      return () => document.removeEventListener("fullscreenchange", changed);
    },
    () => document.fullscreenElement !== null,
  );
  const toggle = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else if (document.fullscreenEnabled) void root.current?.requestFullscreen().catch(() => undefined);
    else enterNatively(video.current);
  };
  return { isFull, toggle };
}

function enterNatively(video: HTMLVideoElement | null): void {
  if (video && "webkitEnterFullscreen" in video && typeof video.webkitEnterFullscreen === "function") video.webkitEnterFullscreen();
}
