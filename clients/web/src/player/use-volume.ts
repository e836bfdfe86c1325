import { type RefObject, useEffect } from "react";

const key = "marquee.volume";

/** Keeps a video's loudness as this device last had it. */
export function useStoredVolume(video: RefObject<HTMLVideoElement | null>): void {
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    const stored = Number(localStorage.getItem(key) ?? 1);
    element.volume = stored >= 0 && stored <= 1 ? stored : 1;
    const keep = () => localStorage.setItem(key, String(element.volume));
    element.addEventListener("volumechange", keep);
    return () => element.removeEventListener("volumechange", keep);
  }, [video]);
}
