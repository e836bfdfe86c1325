export interface Blocked<Result> {
  /** How much longer the event loop was blocked at once than in an idle stretch beside it. */
  readonly addedMs: number;
  readonly results: readonly Result[];
}

const TRIES = 10;
/** As long as a quick request: the noise of the machine shows in it. */
const IDLE_MS = 60;

/**
 * Measures for how long at once something blocks the event loop. What another process takes from this one looks the same, so it tries again as long as it is
 * over the limit, and the least counts: what blocks by itself does so each time.
 */
export async function leastBlockedMs<Result>(limitMs: number, act: () => Promise<Result>): Promise<Blocked<Result>> {
  const results: Result[] = [];
  let addedMs = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < TRIES && addedMs >= limitMs; tries += 1) {
    const [idleMs] = await longestBlockMs(() => new Promise<void>((resolve) => setTimeout(resolve, IDLE_MS)));
    const [busyMs, result] = await longestBlockMs(act);
    results.push(result);
    addedMs = Math.min(addedMs, busyMs - idleMs);
  }
  return { addedMs, results };
}

/** The longest time between two ticks of a timer that is due every millisecond. */
export async function longestBlockMs<Result>(act: () => Promise<Result>): Promise<readonly [number, Result]> {
  let longestMs = 0;
  let lastMs = performance.now();
  const tick = () => {
    const now = performance.now();
    longestMs = Math.max(longestMs, now - lastMs);
    lastMs = now;
  };
  const timer = setInterval(tick, 1);
  try {
    const result = await act();
    tick();
    return [longestMs, result];
  } finally {
    clearInterval(timer);
  }
}
