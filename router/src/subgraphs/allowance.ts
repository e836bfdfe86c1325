/** So many requests are always under way, lest a subgraph that had a bad moment is never asked again. */
const LEAST = 16;
/** What a refusal leaves of the bound. */
const KEPT_SHARE = 0.8;
/** A refusal comes sooner than the answers of what was taken: so long it tells nothing of a bound that was just lowered. */
const SETTLING_MS = 300;
/** In so long without a refusal the bound doubles: 15 % a second. */
const DOUBLES_IN_MS = 5_000;

/**
 * How many requests may be under way at a subgraph. It has no bound of its own making: a subgraph that answers late may be asked as much as one that
 * answers soon. Only its word that it has too much to do lowers the bound below what is under way, and from then on the bound rises again until the
 * subgraph says so once more. What is beyond is refused here, where that costs the least, and the subgraph spends its time on what it takes.
 */
export class Allowance {
  #bound = Number.POSITIVE_INFINITY;
  #loweredAtMs = Number.NEGATIVE_INFINITY;

  /**
   * @param most the bound where a subgraph has not refused for long
   * @param nowMs by a clock that never jumps
   */
  constructor(
    readonly most: number,
    readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** How many requests may be under way now. */
  get current(): number {
    if (this.#bound === Number.POSITIVE_INFINITY) return this.most;
    return Math.min(this.most, this.#bound * 2 ** ((this.nowMs() - this.#loweredAtMs) / DOUBLES_IN_MS));
  }

  /**
   * The subgraph has refused a request. One that was sent before the bound was last lowered, or right after, tells nothing of the new one.
   *
   * @param sentAtMs when it was sent
   * @param underWay how many are, this one included
   */
  refused(sentAtMs: number, underWay: number): void {
    if (sentAtMs < this.#loweredAtMs + SETTLING_MS) return;
    this.#bound = Math.max(LEAST, Math.min(this.current, underWay) * KEPT_SHARE);
    this.#loweredAtMs = this.nowMs();
  }
}
