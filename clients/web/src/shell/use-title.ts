import { useEffect } from "react";

/** Names the window after what it shows; undefined while that is not known. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · Marquee` : "Marquee";
  }, [title]);
}
