/** Resolves after so many milliseconds, or at once when the signal aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, Math.max(0, ms));
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}

/** How long to wait after so many failures in a row: doubling from 250 ms up to 30 s, less a random part, so that many do not come back at once. */
export function retryDelayMs(failures: number): number {
  return Math.min(30_000, 250 * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
}
