import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { Device, type Tally } from "./device.ts";
import { Graph } from "./graph.ts";
import { type Counts, Ledger, type Title } from "./ledger.ts";
import { type Difference, differences, type Reader, type Reported, reportedOf, totalsOf } from "./reported.ts";
import { playableTitles } from "./titles.ts";

export interface SimulateOptions {
  /** Of a running Marquee, such as `http://localhost:4000`. */
  readonly url: string;
  readonly viewers: number;
  /** How long they watch. */
  readonly seconds: number;
  /** A sign-in that may read audiences. */
  readonly operator: { readonly email: string; readonly password: string };
  /** Told how it gets on, a line at a time. */
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface Simulated extends Tally {
  readonly viewers: number;
  readonly seconds: number;
  readonly ledger: CountsInSeconds;
  readonly reported: CountsInSeconds;
  /** Whether every title, minute and metric is the same in both. */
  readonly equal: boolean;
  /** Where they are not, at most 20. */
  readonly differences: readonly Difference[];
  /** Why events were refused, at most 20. */
  readonly refusals: readonly string[];
}

type CountsInSeconds = Omit<Counts, "watchMs"> & { readonly watchSeconds: number };

const SIGN_UPS_AT_ONCE = 4;
const MOST_LISTED = 20;
/** How long after everything was acknowledged the graph may take to count it: a minute's end, the sweep's grace and a late attempt. */
const SETTLING_MS = 150_000;

/** Devices that have watched, and whose every event was answered. */
export interface WatchedRun {
  /**
   * Compares what the graph reports with the ledger.
   *
   * @param patienceMs how long to wait for the windows to close and the last attempts to arrive, should they differ
   */
  compare(patienceMs?: number): Promise<Simulated>;
}

/**
 * Simulated devices against a running graph, through its public API alone, with repeats and reordering, until everything was acknowledged.
 *
 * @throws Refused when the graph takes no simulated devices at all; the signal's reason when it aborts
 */
export async function watch(options: SimulateOptions): Promise<WatchedRun> {
  const { url, viewers, seconds, progress, signal } = options;
  const graph = new Graph(url.replace(/\/$/, ""), signal);
  const ledger = new Ledger();
  const tally: Tally = { sent: 0, acknowledged: 0, refused: 0, duplicates: 0 };
  const refusals: string[] = [];

  const reader = await operatorOf(graph, options.operator);
  const titles = await playableTitles(graph, () => progress("waiting for a title that can be played"));
  const complain = (reason: string) => void (refusals.length < MOST_LISTED && refusals.push(reason));
  const devices = Array.from({ length: viewers }, (_, number) => new Device({ graph, number, titles, ledger, tally, complain }));
  await signUpAll(devices, progress);

  const firstMinute = minuteOf(Date.now());
  const before = await reportedOfAll(graph, reader, titles, { from: firstMinute, to: firstMinute });
  const until = Date.now() + seconds * 1000;
  const ticking = setInterval(() => progress(progressLine(tally, until)), 5_000);
  try {
    await Promise.all(devices.map((device) => device.play(until)));
  } finally {
    clearInterval(ticking);
  }
  progress(`${tally.acknowledged} of ${tally.sent} events acknowledged; waiting for the windows to close`);

  const acknowledgedMs = Date.now();
  const minutes = { from: firstMinute, to: minuteOf(acknowledgedMs) };
  return {
    async compare(patienceMs = SETTLING_MS) {
      const isEqual = (reported: ReadonlyMap<string, Reported>) => differences(ledger, before, reported).length === 0;
      const now = await settledReport({ graph, reader, titles, minutes, isEqual, acknowledgedMs, patienceMs });
      const found = differences(ledger, before, now);
      return {
        viewers,
        seconds,
        ...tally,
        ledger: inSeconds(ledger.totals),
        reported: inSeconds(totalsOf(before, now)),
        equal: found.length === 0,
        differences: found.slice(0, MOST_LISTED),
        refusals,
      };
    },
  };
}

const signedIn = z.object({ signIn: z.union([z.object({ accessToken: z.string() }), z.object({ message: z.string() })]) });

async function operatorOf(graph: Graph, input: SimulateOptions["operator"]): Promise<Reader> {
  let accessToken = "";
  const signIn = async () => {
    const result = await graph.ask({
      query:
        "mutation SignIn($input: SignInInput!) { signIn(input: $input) { ... on SignedIn { accessToken } ... on Refusal { message } } }",
      variables: { input },
      result: signedIn,
    });
    if (!("accessToken" in result.signIn)) throw new Error(`The operator ${input.email} could not sign in: ${result.signIn.message}`);
    accessToken = result.signIn.accessToken;
  };
  await signIn();
  return {
    authorized: (ask) =>
      ask(accessToken).catch(async (error: unknown) => {
        if (!(error instanceof Error && error.name === "Unauthenticated")) throw error;
        await signIn();
        return ask(accessToken);
      }),
  };
}

async function signUpAll(devices: readonly Device[], progress: (line: string) => void): Promise<void> {
  const waiting = [...devices];
  const ticking = setInterval(() => progress(`${devices.length - waiting.length} of ${devices.length} devices signed up`), 2_000);
  const worker = async () => {
    for (let device = waiting.pop(); device; device = waiting.pop()) await device.signUp();
  };
  try {
    await Promise.all(Array.from({ length: SIGN_UPS_AT_ONCE }, worker));
  } finally {
    clearInterval(ticking);
  }
}

interface SettleOptions {
  readonly graph: Graph;
  readonly reader: Reader;
  readonly titles: readonly Title[];
  readonly minutes: { readonly from: number; readonly to: number };
  readonly isEqual: (reported: ReadonlyMap<string, Reported>) => boolean;
  /** When the last event was. */
  readonly acknowledgedMs: number;
  readonly patienceMs: number;
}

/** Asks until all that was acknowledged is counted, and then for as long as it differs and an attempt may still be on its way. */
async function settledReport(options: SettleOptions): Promise<ReadonlyMap<string, Reported>> {
  const { graph, reader, titles, minutes, isEqual, acknowledgedMs, patienceMs } = options;
  for (const deadline = Date.now() + patienceMs; ; ) {
    const now = await reportedOfAll(graph, reader, titles, minutes);
    const isClosed = [...now.values()].every(({ asOfMs }) => asOfMs >= acknowledgedMs);
    if ((isClosed && isEqual(now)) || Date.now() > deadline) return now;
    await setTimeout(1_000, undefined, { signal: graph.signal });
  }
}

async function reportedOfAll(
  graph: Graph,
  reader: Reader,
  titles: readonly Title[],
  minutes: SettleOptions["minutes"],
): Promise<ReadonlyMap<string, Reported>> {
  return new Map(await Promise.all(titles.map(async (title) => [title.id, await reportedOf(graph, reader, title, minutes)] as const)));
}

function progressLine({ sent, acknowledged }: Tally, until: number): string {
  const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
  return `${left} s left, ${acknowledged} of ${sent} events acknowledged`;
}

function inSeconds({ watchMs, ...counts }: Counts): CountsInSeconds {
  return { ...counts, watchSeconds: watchMs / 1000 };
}

function minuteOf(ms: number): number {
  return Math.floor(ms / 60_000);
}
