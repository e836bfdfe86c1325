const EVERY_MS = 10_000;

/**
 * Passes on what happens at most every ten seconds, and how often it has happened since the time before.
 *
 * @param nowMs by a clock that never jumps
 */
export function notOften<What>(
  tell: (what: What, times: number) => void,
  nowMs: () => number = () => performance.now(),
): (what: What) => void {
  let quietUntilMs = Number.NEGATIVE_INFINITY;
  let times = 0;
  return (what) => {
    times += 1;
    if (nowMs() < quietUntilMs) return;
    quietUntilMs = nowMs() + EVERY_MS;
    tell(what, times);
    times = 0;
  };
}
