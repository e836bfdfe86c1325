/**
 * A clock that never says the same time twice, nor an earlier one: of two receipts in one process the later one is told apart, to
 * the microsecond.
 */
export function receiptClock(nowMs: () => number): () => number {
  let last = 0;
  return () => {
    last = Math.max(nowMs(), last + 0.001);
    return last;
  };
}
