import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { postgresIn, startEmbeddedPostgres } from "@marquee/postgres/embedded";
import { EngineProblem, InvalidSettings } from "@marquee/settings";
import { pino } from "pino";
import { readCommandConfig } from "./config.ts";
import type { Counts } from "./domain/rollups/counts.ts";
import { type RecountedAll, recountAll } from "./domain/rollups/recount-all.ts";
import type { Difference } from "./domain/rollups/recount-part.ts";
import { stepAt, stepMs } from "./domain/rollups/step.ts";
import { writeClock } from "./domain/rollups/write-clock.ts";
import { openStores } from "./open-stores.ts";

/*
 * `npm run recount -- --all`: recounts everything from its raw events and compares it with what is stored, minutes, hours and days;
 * with --repair it writes what differs. It works on the stores themselves, beside whatever runs on them.
 */
const usage = `npm run recount -- --all [--playable ID] [--from TIME] [--to TIME] [--repair] [--json] [--embedded]

  --all        everything that is known of any event
  --playable   one playable alone, with or without --all
  --from, --to what was watched from this moment, and before that one, such as 2026-01-31T20:00:00Z
  --repair     write what differs, and the hours and days above it
  --json       print { checked, equal, differing, differed, repaired, pending, expired, inconsistentSessionIds, seconds }
  --embedded   the store of "npm start" in MARQUEE_HOME, whatever CASSANDRA_CONTACT_POINTS and DATABASE_URL say

It ends with 0 when all is equal, or was repaired; with 1 when something differs; with 2 when it could not be found out.`;

class UsageError extends Error {}

interface Arguments {
  readonly playableId: string | undefined;
  readonly first: number | undefined;
  readonly end: number | undefined;
  readonly isRepair: boolean;
  readonly isJson: boolean;
  readonly isEmbedded: boolean;
}

async function main(): Promise<number> {
  try {
    const given = readArguments();
    const begunMs = Date.now();
    const result = await recounted(given);
    const seconds = (Date.now() - begunMs) / 1_000;
    await printed(given.isJson ? `${JSON.stringify({ ...toJson(result), seconds })}\n` : inWords(result, seconds));
    return result.differed > result.repaired ? 1 : 0;
  } catch (error) {
    const isForReader = error instanceof UsageError || error instanceof EngineProblem || error instanceof InvalidSettings;
    process.stderr.write(`${isForReader ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    if (error instanceof UsageError) process.stderr.write(`\n${usage}\n`);
    return 2;
  }
}

/** Whole, also into a pipe that is read slowly. */
function printed(text: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())));
}

function readArguments(): Arguments {
  const values = parsed();
  if (!values.all && values.playable === undefined) throw new UsageError("Say --all, or which --playable.");
  return {
    playableId: values.playable,
    first: values.from === undefined ? undefined : stepAt("MINUTE", timeOf(values.from)),
    end: values.to === undefined ? undefined : stepAt("MINUTE", timeOf(values.to) - 1) + 1,
    isRepair: values.repair,
    isJson: values.json,
    isEmbedded: values.embedded,
  };
}

function parsed() {
  const flag = { type: "boolean", default: false } as const;
  const text = { type: "string" } as const;
  try {
    return parseArgs({ options: { all: flag, playable: text, from: text, to: text, repair: flag, json: flag, embedded: flag } }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function timeOf(text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new UsageError(`Expected a time such as 2026-01-31T20:00:00Z, got ${text}.`);
  return ms;
}

async function recounted({ isEmbedded, isJson, ...asked }: Arguments): Promise<RecountedAll> {
  const config = readCommandConfig(isEmbedded);
  await using opened = new AsyncDisposableStack();
  const isConfigured = config.cassandra !== undefined || config.databaseUrl !== undefined;
  const stored = isConfigured ? config : { ...config, databaseUrl: await embeddedDatabase(opened, config.home) };
  const { viewEvents, rollups } = opened.use(await openStores(stored, pino({ level: "warn" }, process.stderr)));

  const { graceMs, lateLimitHours, eventsKeptDays = 90 } = config;
  const counting = { viewEvents, rollups, nowUs: writeClock(), graceMs, lateLimitHours, rawKeptMs: eventsKeptDays * stepMs.DAY };
  const stopping = new AbortController();
  process.once("SIGINT", () => stopping.abort(new UsageError("Stopped; what was repaired so far stays.")));
  return await recountAll({ ...counting, ...asked, signal: stopping.signal, ...(!isJson && process.stderr.isTTY && { onProgress: show }) });
}

/** The one that a running `npm start` uses, or else its files, for as long as this takes. */
async function embeddedDatabase(opened: AsyncDisposableStack, home: string): Promise<string> {
  const folder = join(resolve(home), "postgres");
  const running = await postgresIn(folder);
  if (await running.isRunning()) return running.url();
  if (!existsSync(folder))
    throw new EngineProblem("MARQUEE_HOME", `the folder of a Marquee at ${resolve(home)}`, "there is no store in it");
  return opened.use(await startEmbeddedPostgres({ folder })).url;
}

function toJson({ checked, differing, differed, repaired, pending, expired, inconsistentSessionIds }: RecountedAll) {
  const found = differing.map(({ step, playableId, at, part, stored, recounted }) => {
    return { step, playableId, at: timeAt({ step, at }), part, stored: inSeconds(stored), recounted: inSeconds(recounted) };
  });
  const inconsistent = [...inconsistentSessionIds];
  return { checked, equal: differed === 0, differing: found, differed, repaired, pending, expired, inconsistentSessionIds: inconsistent };
}

function inWords(
  { checked, differing, differed, repaired, pending, expired, inconsistentSessionIds }: RecountedAll,
  seconds: number,
): string {
  const lines = differing.slice(0, 20).map(({ step, at, playableId, part, stored, recounted }) => {
    return `  ${step.toLowerCase().padEnd(6)} ${timeAt({ step, at })}  ${playableId}  part ${part}: ${summary(stored)} stored, ${summary(recounted)} recounted`;
  });
  return [
    `${checked} windows recounted in ${seconds.toFixed(1)} s: ${differed === 0 ? "all are stored as they come out" : `${differed} numbers differ`}.`,
    ...lines,
    ...(differed > lines.length && lines.length > 0 ? [`  and ${differed - lines.length} more`] : []),
    ...(repaired > 0 ? [`${repaired} were repaired.`] : []),
    ...(pending > 0 ? [`${pending} windows were left out: they are not counted yet, or were written to just now.`] : []),
    ...(expired > 0 ? [`${expired} windows have expired, and stay as they are.`] : []),
    ...(inconsistentSessionIds.size > 0 ? [`Sessions that do not add up: ${[...inconsistentSessionIds].join(", ")}`] : []),
    "",
  ].join("\n");
}

function timeAt({ step, at }: Pick<Difference, "step" | "at">): string {
  return new Date(at * stepMs[step]).toISOString();
}

function inSeconds({ attempts, plays, views, watchMs }: Counts) {
  return { attempts, plays, views, watchSeconds: watchMs / 1_000 };
}

function summary({ attempts, plays, views, watchMs }: Counts): string {
  return `${attempts} attempts ${plays} plays ${views} views ${watchMs / 1_000} s`;
}

function show(done: number): void {
  process.stderr.write(`\r\u001b[2K${Math.round(done * 100)} %${done === 1 ? "\n" : ""}`);
}

process.exit(await main());
