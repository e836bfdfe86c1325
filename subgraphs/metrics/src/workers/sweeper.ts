import type { Logger } from "pino";
import { mapBounded } from "../domain/map-bounded.ts";
import { pause, retryDelayMs } from "../domain/pause.ts";
import type { Sweep } from "../domain/rollups/rollup-store.ts";
import { stepAt, stepMs } from "../domain/rollups/step.ts";
import { type Sweeping, sweepPart } from "../domain/rollups/sweep-part.ts";
import { msToNextClose, planSweeps, type SweepLimits } from "../domain/rollups/sweep-plan.ts";

const PARTS_AT_ONCE = 4;
const EXPIRE_EVERY_MS = stepMs.HOUR;
/** What has failed for this long is a problem. */
const STUCK_MS = 5 * stepMs.MINUTE;

export interface SweeperOptions extends Sweeping, Omit<SweepLimits, "parts"> {
  readonly minuteRetentionMs: number;
  /** The parts that this process sweeps now; all of them unless given. Two that sweep the same one write the same. */
  readonly partsToSweep?: () => readonly number[];
  readonly logger: Logger;
}

export interface Sweeper extends AsyncDisposable {
  /** What keeps the roll-ups from being brought forward, one sentence each. */
  problems(): readonly string[];
}

/**
 * Brings the roll-ups forward as received minutes close, and lets old minutes expire. A failure that goes on is logged when it begins.
 * Disposing it waits for the sweeps in hand.
 */
export function startSweeper(options: SweeperOptions): Sweeper {
  const stopping = new AbortController();
  const sweeper = new PartSweeper(options, stopping.signal);
  const working = [sweeper.run(), expireRegularly(options, stopping.signal)];
  return {
    problems: () => sweeper.problems(),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await Promise.all(working);
    },
  };
}

interface Failing {
  readonly sinceMs: number;
  readonly failures: number;
  readonly retryAtMs: number;
}

/**
 * A part whose sweep fails stays where it is, and with it `asOf`, which promises that nothing before it is missing; the other parts go on.
 */
class PartSweeper {
  readonly #failing = new Map<number, Failing>();
  #failingToPlan: Failing | undefined;

  constructor(
    private readonly options: SweeperOptions,
    private readonly signal: AbortSignal,
  ) {}

  async run(): Promise<void> {
    while (!this.signal.aborted) {
      try {
        await this.#catchUp();
        this.#failingToPlan = undefined;
      } catch (error) {
        if (!this.#failingToPlan) this.options.logger.error({ err: error }, "it could not be read how far roll-ups are; it is tried again");
        this.#failingToPlan = failedAgain(this.#failingToPlan);
      }
      await pause(this.#msToNextTurn(), this.signal);
    }
  }

  problems(): readonly string[] {
    const now = Date.now();
    const sentence = (what: string, { sinceMs }: Failing) =>
      now - sinceMs > STUCK_MS ? [`${what} could not be brought forward for ${Math.round((now - sinceMs) / stepMs.MINUTE)} minutes.`] : [];
    if (this.#failingToPlan) return sentence("Roll-ups", this.#failingToPlan);
    return [...this.#failing].flatMap(([part, failing]) => sentence(`The roll-ups of part ${part}`, failing));
  }

  /** Sweeps all that is closed and not waiting to be tried again. */
  async #catchUp(): Promise<void> {
    const { rollups, partsToSweep } = this.options;
    while (!this.signal.aborted) {
      const own = partsToSweep && new Set(partsToSweep());
      const planned = planSweeps(await rollups.swept(), Date.now(), { ...this.options, parts: rollups.parts });
      const behind = new Map(planned.filter(({ part }) => own?.has(part) ?? true).map((sweep) => [sweep.part, sweep]));
      for (const part of this.#failing.keys()) if (!behind.has(part)) this.#failing.delete(part); // another process's now
      const due = [...behind.values()].filter(({ part }) => (this.#failing.get(part)?.retryAtMs ?? 0) <= Date.now());
      if (due.length === 0) return;
      await mapBounded(due, PARTS_AT_ONCE, (sweep) => this.#sweep(sweep));
    }
  }

  async #sweep(sweep: Sweep): Promise<void> {
    if (this.signal.aborted) return;
    const { logger } = this.options;
    try {
      const windows = await sweepPart(this.options, sweep);
      this.#failing.delete(sweep.part);
      logger.trace({ ...sweep, windows }, "swept");
    } catch (error) {
      const failing = failedAgain(this.#failing.get(sweep.part));
      this.#failing.set(sweep.part, failing);
      if (failing.failures === 1)
        logger.error({ err: error, ...sweep }, "a part's roll-ups could not be brought forward; it is tried again");
    }
  }

  #msToNextTurn(): number {
    const now = Date.now();
    const failing = this.#failingToPlan ? [this.#failingToPlan] : [...this.#failing.values()];
    return Math.max(0, Math.min(msToNextClose(now, this.options.graceMs), ...failing.map(({ retryAtMs }) => retryAtMs - now)));
  }
}

function failedAgain(before: Failing | undefined): Failing {
  const failures = (before?.failures ?? 0) + 1;
  return { sinceMs: before?.sinceMs ?? Date.now(), failures, retryAtMs: Date.now() + retryDelayMs(failures) };
}

async function expireRegularly({ rollups, minuteRetentionMs, logger }: SweeperOptions, signal: AbortSignal): Promise<void> {
  for (; !signal.aborted; await pause(EXPIRE_EVERY_MS, signal)) {
    try {
      const beforeMinute = stepAt("MINUTE", Date.now() - minuteRetentionMs);
      while (!signal.aborted && (await rollups.expireMinutes(beforeMinute)));
    } catch (error) {
      logger.error({ err: error }, "old minutes could not be deleted; it is tried again in an hour");
    }
  }
}
