import { useEffect, useState } from "react";

const idleAfterMs = 3_000;

/** Whether nobody touched anything for a while; never while not `active`. */
export function useIdle(active: boolean): boolean {
  const [isIdle, setIsIdle] = useState(false);
  useEffect(() => {
    if (!active) {
      setIsIdle(false);
      return undefined;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wake = () => {
      setIsIdle(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIsIdle(true), idleAfterMs);
    };
    wake();
    const signs = ["pointermove", "pointerdown", "keydown"];
    for (const sign of signs) document.addEventListener(sign, wake);
    return () => {
      clearTimeout(timer);
      for (const sign of signs) document.removeEventListener(sign, wake);
    };
  }, [active]);
  return isIdle;
}
