import { setTimeout as pause } from "node:timers/promises";
import { growthOf, type Sample } from "./growth.ts";
import type { Holdings, Stage } from "./stage.ts";
import { type Standing, standingClients } from "./standing.ts";
import { Tally, visitors } from "./visitors.ts";

/** What is held while those who stay are there and nobody else. */
export interface Rest extends Holdings {
  readonly seconds: number;
}

export interface Outcome {
  readonly seconds: number;
  readonly tally: Readonly<Tally>;
  readonly rests: readonly Rest[];
  /** In the last half, as a share. */
  readonly heapGrowth: number;
  /** When everybody had left. */
  readonly end: Holdings;
  /** What did not hold, one sentence each. */
  readonly faults: readonly string[];
}

/** Longer than a round of visitors needs to show all that they do; half of all time at least is theirs. */
const ROUND_MS = 2_500;
/** How long it may take until nothing is held any more that nobody needs. */
const SETTLING_MS = 20_000;
const LOOK_MS = 100;
/** With fewer looks at the heap nothing can be said of it; a machine that is busy gets more time for them. */
const MIN_RESTS = 8;
const PATIENCE = 4;
/** More than this in the last half is a leak. */
const MAX_GROWTH = 0.02;

/** Lets visitors come and go and kills subgraphs, in rounds, for so many seconds; rests after each round and looks what is still held. */
export async function runCourse(stage: Stage, seconds: number, say: (sentence: string) => void): Promise<Outcome> {
  const tally = new Tally();
  const faults: string[] = [];
  const rests: Rest[] = [];
  const before = await settled(stage, { clients: 0, withToken: 0, upstreams: 0 }, faults);
  const startedAt = performance.now();
  const elapsed = () => (performance.now() - startedAt) / 1_000;
  {
    await using standing = await standingClients(stage);
    const tokens = ["", ...(await Promise.all(["alice", "bob"].map((who) => stage.tokens.for(who, 7_200))))];
    while (elapsed() < seconds || (rests.length < MIN_RESTS && elapsed() < seconds * PATIENCE)) {
      await round(stage, tally, tokens);
      const held = await settled(stage, { ...standing, idleTimers: before.timers }, faults);
      rests.push({ ...held, seconds: elapsed() });
      say(inWords(elapsed(), held));
    }
    tally.events += standing.events();
    faults.push(...standing.faults);
  }
  const end = await settled(stage, { clients: 0, withToken: 0, upstreams: 0, idleTimers: before.timers }, faults);
  const heapGrowth = rests.length < MIN_RESTS ? Number.NaN : growthOf(lastHalf(rests));
  if (rests.length < MIN_RESTS) faults.push(`the soak shows nothing: ${rests.length} rests instead of ${MIN_RESTS}`);
  if (heapGrowth >= MAX_GROWTH) faults.push(`the heap grew by ${percent(heapGrowth)} in the last half`);
  for (const [what, count] of Object.entries(tally)) if (count === 0) faults.push(`the soak shows nothing: ${what} is 0`);
  return { seconds: elapsed(), tally, rests, heapGrowth, end, faults: [...new Set(faults)] };
}

async function round(stage: Stage, tally: Tally, tokens: readonly string[]): Promise<void> {
  const leave = new AbortController();
  const visiting = visitors({ stage, tally, leave: leave.signal }, tokens);
  await pause(Math.random() * ROUND_MS * 0.5);
  const [killed] = Math.random() < 0.5 ? (["shelf"] as const) : (["desk"] as const);
  tally.kills += 1;
  await Promise.all([stage.restart(killed, Math.random() * 500), pause(ROUND_MS * 0.5)]);
  leave.abort();
  await visiting;
}

type Needed = Pick<Standing, "clients" | "withToken" | "upstreams"> & { readonly idleTimers?: number };

/** Waits until what is held is what is needed, and says what is too much or too little if that does not come. */
async function settled(stage: Stage, needed: Needed, faults: string[]): Promise<Holdings> {
  const deadline = performance.now() + SETTLING_MS;
  for (;;) {
    const held = await stage.holdings();
    const wrong = differences(held, needed);
    if (wrong.length === 0) return held;
    if (performance.now() > deadline) {
      faults.push(...wrong);
      return held;
    }
    await pause(LOOK_MS);
  }
}

function differences(held: Holdings, { clients, withToken, upstreams, idleTimers = held.timers }: Needed): readonly string[] {
  const expected: Partial<Holdings> = {
    clients,
    streams: 0,
    subscriptions: clients,
    upstreams,
    subgraphSockets: upstreams,
    sockets: clients + upstreams,
    timers: idleTimers + clients + withToken + upstreams, // a ping for each connection, the end of each token, a sign of life for each upstream
  };
  const names = Object.keys(expected) as (keyof Holdings)[];
  return names
    .filter((name) => held[name] !== expected[name])
    .map((name) => `${name}: ${held[name]} instead of ${expected[name]}, with ${clients} clients`);
}

function lastHalf(rests: readonly Rest[]): readonly Sample[] {
  const middle = (rests.at(-1)?.seconds ?? 0) / 2;
  return rests.filter(({ seconds }) => seconds >= middle).map(({ seconds, heapBytes }) => ({ seconds, value: heapBytes }));
}

function inWords(seconds: number, { heapBytes, bufferBytes, sockets, timers, upstreams }: Holdings): string {
  const mb = (bytes: number) => `${(bytes / 1_048_576).toFixed(2)} MB`;
  return `${seconds.toFixed(0)} s: heap ${mb(heapBytes)}, buffers ${mb(bufferBytes)}, ${upstreams} upstreams, ${sockets} sockets, ${timers} timers`;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
