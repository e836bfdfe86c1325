import type { Logger } from "pino";
import { mapBounded } from "../domain/map-bounded.ts";
import { pause, retryDelayMs } from "../domain/pause.ts";
import { stepAt, stepMs } from "../domain/rollups/step.ts";
import { type Sweeping, sweepPart } from "../domain/rollups/sweep-part.ts";
import { msToNextClose, planSweeps, type SweepLimits } from "../domain/rollups/sweep-plan.ts";

const PARTS_AT_ONCE = 4;
const EXPIRE_EVERY_MS = stepMs.HOUR;
/** A sweeper that has neither swept nor been up to date for this long is a problem. */
const STUCK_MS = 5 * stepMs.MINUTE;

export interface SweeperOptions extends Sweeping, Omit<SweepLimits, "parts"> {
  readonly minuteRetentionMs: number;
  readonly logger: Logger;
}

export interface Sweeper extends AsyncDisposable {
  /** What keeps the roll-ups from being brought forward, one sentence each. */
  problems(): readonly string[];
}

/** Brings the roll-ups forward as received minutes close, and lets old minutes expire. Disposing it waits for the sweeps in hand. */
export function startSweeper(options: SweeperOptions): Sweeper {
  const { rollups, logger } = options;
  const stopping = new AbortController();
  let advancedAtMs = Date.now();

  const sweepAll = async () => {
    while (!stopping.signal.aborted) {
      const sweeps = planSweeps(await rollups.swept(), Date.now(), { ...options, parts: rollups.parts });
      if (sweeps.length === 0) break;
      await mapBounded(sweeps, PARTS_AT_ONCE, async (sweep) => {
        if (stopping.signal.aborted) return;
        const windows = await sweepPart(options, sweep);
        logger.trace({ ...sweep, windows }, "swept");
      });
      advancedAtMs = Date.now();
    }
    advancedAtMs = Date.now();
  };

  const sweeping = (async () => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      try {
        await sweepAll();
        failures = 0;
      } catch (error) {
        failures += 1;
        logger.error({ err: error, failures }, "roll-ups could not be brought forward; it is tried again");
      }
      await pause(failures > 0 ? retryDelayMs(failures) : msToNextClose(Date.now(), options.graceMs), stopping.signal);
    }
  })();
  const expiring = expireRegularly(options, stopping.signal);

  return {
    problems() {
      const stuckMs = Date.now() - advancedAtMs;
      return stuckMs > STUCK_MS ? [`Roll-ups have not been brought forward for ${Math.round(stuckMs / stepMs.MINUTE)} minutes.`] : [];
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await Promise.all([sweeping, expiring]);
    },
  };
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
