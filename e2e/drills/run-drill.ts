import { setTimeout } from "node:timers/promises";
import { type Difference, differences, Load, type RecountDifference, recountDifferences, settledCounts } from "@marquee/simulate";
import { compareRows, type RowsCompared } from "./compare-rows.ts";
import type { Drill } from "./drills.ts";
import { embeddedStage } from "./embedded-stage.ts";
import { type DrillResult, whatBroke } from "./result.ts";
import { Scene } from "./scene.ts";
import { separateStage } from "./separate-stage.ts";
import type { Stage } from "./stage.ts";

export interface RunOptions {
  readonly name: string;
  readonly drill: Drill;
  readonly isEmbedded: boolean;
  readonly isShort: boolean;
  /** How long the load lasts at least; it lasts until the damage is healed in any case. */
  readonly seconds: number;
  readonly viewers: number;
  /** Whether the files of what was started are kept, logs among them. */
  readonly keepsFiles: boolean;
  readonly say: (sentence: string) => void;
  /** Ends the drill; whatever it started is stopped. */
  readonly signal: AbortSignal;
}

const operator = { email: "carol@marquee.example", password: "marquee-demo" };
const WARM_UP_SECONDS = 8;
/** How long the load goes on after everything was healed, at least. */
const AFTERWARDS_SECONDS = 10;

/** Seconds that each phase may take: a drill that hangs has failed. */
const patience = { preparing: 300, damage: 420, answers: 300, counting: 260, comparing: 120, recounting: 220 };
/** A minute's end, the sweep's grace, and a late attempt. */
const SETTLING_MS = 200_000;

/**
 * Starts what the drill needs, puts it under load, does the damage, heals, waits until everything that was sent was answered and its
 * windows have closed, and holds all that is kept against the load's own ledger. Stops everything it started.
 */
export async function runDrill(options: RunOptions): Promise<DrillResult> {
  const { drill, isEmbedded, isShort, keepsFiles, say } = options;
  const settings = drill.settings?.(isShort);
  await using stage = await (isEmbedded ? embeddedStage : separateStage)({ ...drill.stage, settings, keepsFiles, say });
  const hurry = new AbortController();
  const signal = AbortSignal.any([options.signal, hurry.signal]);
  const within = async <Result>(phase: keyof typeof patience, work: Promise<Result>): Promise<Result> => {
    work.catch(() => {}); // awaited in the race
    const late = new AbortController();
    const deadline = setTimeout(patience[phase] * 1_000, undefined, { signal: AbortSignal.any([late.signal, signal]) }).then(() => {
      throw new Error(`${phase} took longer than ${patience[phase]} s`);
    });
    deadline.catch(() => {});
    return Promise.race([work, deadline]).finally(() => late.abort());
  };
  try {
    return await perform(stage, { ...options, signal, within });
  } finally {
    hurry.abort(new Error("the drill is over"));
  }
}

type Within = <Result>(phase: keyof typeof patience, work: Promise<Result>) => Promise<Result>;

async function perform(stage: Stage, options: RunOptions & { readonly within: Within }): Promise<DrillResult> {
  const { name, drill, isShort, seconds, viewers, say, signal, within } = options;
  const habits = { mischief: drill.mischief?.(isShort), habits: drill.habits };
  const beganMs = Date.now();
  using load = await within("preparing", Load.prepare({ url: stage.url, viewers, operator, ...habits, progress: say, signal }));
  const scene = new Scene({ stage, load, signal, say });

  const until = { atMs: Number.POSITIVE_INFINITY };
  const startedMs = Date.now();
  const playing = load.play(until);
  const damaging = scene.wait(WARM_UP_SECONDS).then(() => drill.damage(scene));
  await within("damage", Promise.race([damaging, failureOf(playing)]));
  until.atMs = Math.max(startedMs + seconds * 1_000, Date.now() + AFTERWARDS_SECONDS * 1_000);
  await within("answers", playing);

  say("Everything was answered; waiting for its windows to close");
  const reported = await within("counting", settledCounts(load, new Map(), SETTLING_MS));
  const cells = differences(load.ledger, new Map(), reported);
  const rows = await within("comparing", rowsOf(stage, load, beganMs));
  const recounts = await within("recounting", recountDifferences(load, SETTLING_MS));

  const { availability, ledger, tally, complaints } = load;
  const maxRssMbOf = stage.services.map((service) => [`${service.name}-${service.copy}`, service.maxRssMb()] as const);
  const result = {
    drill: name,
    sent: ledger.entries.length,
    acknowledged: ledger.acknowledged.length,
    refusedForGood: ledger.entries.filter(({ answer }) => answer === "REFUSED" || answer === "TOO_LATE").length,
    lost: rows.lost.length,
    countedTwice: rows.countedTwice.length,
    wrongCells: cells.length,
    recountEqual: recounts.length === 0,
    unavailableSeconds: availability.unavailableSeconds,
    maxRssMb: Math.max(...maxRssMbOf.map(([, mb]) => mb)),
    backInServiceSeconds: scene.backInServiceSeconds,
    slowestRefusalMs: Math.round(availability.slowestRefusalMs),
    refusals: availability.refusals,
    failures: Object.fromEntries(availability.failures),
    facts: { ...scene.facts, ...tally, maxRssMbOf: Object.fromEntries(maxRssMbOf), ...examplesOf({ cells, rows, recounts }) },
  };
  return { ...result, broken: [...whatBroke(result, { unexpected: tally.unexpected, complaints }), ...scene.broken] };
}

/** Never resolves: a load that goes on is no news, one that fails ends the drill. */
function failureOf(playing: Promise<void>): Promise<never> {
  return playing.then(() => new Promise<never>(() => {}));
}

async function rowsOf(stage: Stage, { ledger, titles }: Load, beganMs: number): Promise<RowsCompared> {
  await using events = await stage.openEvents();
  return await compareRows({
    store: events.store,
    acknowledged: ledger.acknowledged,
    titleIds: titles.map(({ id }) => id),
    received: { from: Math.floor(beganMs / 60_000), to: Math.floor(Date.now() / 60_000) },
  });
}

const MOST_EXAMPLES = 5;

interface Found {
  readonly cells: readonly Difference[];
  readonly rows: RowsCompared;
  readonly recounts: readonly RecountDifference[];
}

/** A few of what differs, for whoever has to find out why. */
function examplesOf({ cells, rows, recounts }: Found): Readonly<Record<string, unknown>> {
  const found = { wrongCells: cells, lost: rows.lost, countedTwice: rows.countedTwice, recounts };
  return Object.fromEntries(
    Object.entries(found)
      .filter(([, examples]) => examples.length > 0)
      .map(([name, examples]) => [`${name}Examples`, examples.slice(0, MOST_EXAMPLES)]),
  );
}
