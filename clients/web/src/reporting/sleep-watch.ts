/** A timer that was due a second ago and comes this much later means that the computer slept, or that the page was frozen. */
const longestLapseMs = 30_000;

/**
 * Says at each tick whether the computer slept since the tick before. The wall clock tells, since a monotonic clock may stand still while asleep.
 * A wall clock that is set forward looks the same; the new session that follows does no harm.
 */
export function sleepWatch(wallNow: () => number): () => boolean {
  let lastMs = wallNow();
  return () => {
    const lapseMs = wallNow() - lastMs;
    lastMs += lapseMs;
    return lapseMs > longestLapseMs;
  };
}
