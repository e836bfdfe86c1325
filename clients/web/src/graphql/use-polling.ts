import { useEffect } from "react";

/** Calls `ask` again and again while it is `active` and the page is seen. */
export function usePolling(active: boolean, everyMs: number, ask: () => void): void {
  useEffect(() => {
    if (!active) return undefined;
    const timer = setInterval(() => document.visibilityState === "visible" && ask(), everyMs);
    return () => clearInterval(timer);
  }, [active, everyMs, ask]);
}
