import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import type { Graph } from "./graph.ts";
import { add, type Counts, type Ledger, noCounts, type Title } from "./ledger.ts";

const audience = z.object({
  playable: z.object({
    audience: z.object({
      asOf: z.string().nullable(),
      steps: z.array(
        z.object({
          at: z.string(),
          attempts: z.number().nullable(),
          plays: z.number().nullable(),
          views: z.number().nullable(),
          watchSeconds: z.number().nullable(),
        }),
      ),
    }),
  }),
});

/** What the graph says of one title, by minute. */
export interface Reported {
  /** Every event acknowledged before it is counted; 0 while nothing is. */
  readonly asOfMs: number;
  readonly minutes: ReadonlyMap<number, Counts>;
}

/** A sign-in: it asks with its access token, and again with a new one when that is not taken any more. */
export interface Reader {
  authorized<Result>(ask: (token: string) => Promise<Result>): Promise<Result>;
}

/** Asks for a title's minutes, both ends included. */
export async function reportedOf(
  graph: Graph,
  reader: Reader,
  title: Title,
  minutes: { readonly from: number; readonly to: number },
): Promise<Reported> {
  const at = (minute: number) => new Date(minute * 60_000).toISOString();
  const { playable } = await reader.authorized((token) =>
    graph.ask({
      query: `query Audience($id: ID!, $from: DateTime!, $to: DateTime!) {
        playable(id: $id) { audience(from: $from, to: $to, step: MINUTE) { asOf steps { at attempts plays views watchSeconds } } }
      }`,
      variables: { id: title.id, from: at(minutes.from), to: at(minutes.to + 1) },
      result: audience,
      token,
    }),
  );
  const { asOf, steps } = playable.audience;
  return {
    asOfMs: asOf === null ? 0 : Date.parse(asOf),
    minutes: new Map(
      steps.map(({ at, attempts, plays, views, watchSeconds }) => [
        Math.floor(Date.parse(at) / 60_000),
        { attempts: attempts ?? 0, plays: plays ?? 0, views: views ?? 0, watchMs: Math.round((watchSeconds ?? 0) * 1000) },
      ]),
    ),
  };
}

export async function reportedOfAll(
  graph: Graph,
  reader: Reader,
  titles: readonly Title[],
  minutes: SettleOptions["minutes"],
): Promise<ReadonlyMap<string, Reported>> {
  return new Map(await Promise.all(titles.map(async (title) => [title.id, await reportedOf(graph, reader, title, minutes)] as const)));
}

export interface SettleOptions {
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
export async function settledReport(options: SettleOptions): Promise<ReadonlyMap<string, Reported>> {
  const { graph, reader, titles, minutes, isEqual, acknowledgedMs, patienceMs } = options;
  for (const deadline = Date.now() + patienceMs; ; ) {
    const now = await reportedOfAll(graph, reader, titles, minutes);
    const isClosed = [...now.values()].every(({ asOfMs }) => asOfMs > acknowledgedMs);
    if ((isClosed && isEqual(now)) || Date.now() > deadline) return now;
    await setTimeout(1_000, undefined, { signal: graph.signal });
  }
}

export interface Difference {
  readonly titleId: string;
  readonly at: string;
  readonly metric: keyof Counts;
  readonly ledger: number;
  readonly reported: number;
}

/** Compares every title, minute and metric; what was there before the run is taken off what is there now. */
export function differences(ledger: Ledger, before: ReadonlyMap<string, Reported>, now: ReadonlyMap<string, Reported>): Difference[] {
  const { cells } = ledger;
  const found: Difference[] = [];
  for (const [titleId, { minutes }] of now) {
    const own = cells.get(titleId) ?? new Map<number, Counts>();
    for (const minute of new Set([...minutes.keys(), ...own.keys()])) {
      const counted = own.get(minute) ?? noCounts();
      const told = less(minutes.get(minute), before.get(titleId)?.minutes.get(minute));
      for (const metric of ["attempts", "plays", "views", "watchMs"] as const) {
        if (counted[metric] === told[metric]) continue;
        found.push({ titleId, at: new Date(minute * 60_000).toISOString(), metric, ledger: counted[metric], reported: told[metric] });
      }
    }
  }
  return found;
}

/** The sums of what the graph reports, without what was there before the run. */
export function totalsOf(before: ReadonlyMap<string, Reported>, now: ReadonlyMap<string, Reported>): Counts {
  return [...now]
    .flatMap(([id, { minutes }]) => [...minutes].map(([minute, counts]) => less(counts, before.get(id)?.minutes.get(minute))))
    .reduce(add, noCounts());
}

function less(a: Counts = noCounts(), b: Counts = noCounts()): Counts {
  return { attempts: a.attempts - b.attempts, plays: a.plays - b.plays, views: a.views - b.views, watchMs: a.watchMs - b.watchMs };
}
