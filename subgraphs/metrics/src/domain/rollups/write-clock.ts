/** A clock for write timestamps, in microseconds since the epoch: it follows the wall clock, and never gives the same time twice nor steps back. */
export function writeClock(): () => number {
  let last = 0;
  return () => {
    last = Math.max(Date.now() * 1_000, last + 1);
    return last;
  };
}
