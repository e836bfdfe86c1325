import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { add, type Counts, noCounts, type Title } from "./ledger.ts";
import type { Load } from "./load.ts";

const counts = z.object({ attempts: z.number(), plays: z.number(), views: z.number(), watchSeconds: z.number() });
const shape = z.object({ recount: z.object({ equal: z.boolean().nullable(), recounted: counts.nullable(), minutesCompared: z.number() }) });

type Recount = z.infer<typeof shape>["recount"];

/** A recount that does not find what it has to. */
export interface RecountDifference extends Recount {
  readonly titleId: string;
  readonly ledger: Counts;
}

/**
 * Has the graph count each title again from raw events, and returns where that is not what it has stored, or not what the ledger says.
 * A window that was written to again just now, by a repeat, is left out of a recount until it was swept again: that is waited for.
 */
export async function recountDifferences(load: Load, patienceMs: number): Promise<readonly RecountDifference[]> {
  const { cells } = load.ledger;
  const deadline = Date.now() + patienceMs;
  const found = await Promise.all(
    load.titles.map(async (title) => {
      const minutes = cells.get(title.id);
      if (!minutes) return [];
      const stretch = { from: Math.min(...minutes.keys()), to: Math.max(...minutes.keys()) };
      let recount = await recountOf(load, title, stretch);
      while (recount.minutesCompared <= stretch.to - stretch.from && Date.now() < deadline) {
        await setTimeout(1_000, undefined, { signal: load.graph.signal });
        recount = await recountOf(load, title, stretch);
      }
      const ledger = [...minutes.values()].reduce(add, noCounts());
      return recount.equal === true && isSame(recount.recounted, ledger) ? [] : [{ titleId: title.id, ...recount, ledger }];
    }),
  );
  return found.flat();
}

/** Of minutes, both ends included. */
async function recountOf(
  { graph, operator }: Load,
  { id }: Title,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Recount> {
  const at = (minute: number) => new Date(minute * 60_000).toISOString();
  const { recount } = await operator.authorized((token) =>
    graph.ask({
      query: `query Recount($id: ID!, $from: DateTime!, $to: DateTime!) {
        recount(playableId: $id, from: $from, to: $to) { equal minutesCompared recounted { attempts plays views watchSeconds } }
      }`,
      variables: { id, from: at(from), to: at(to + 1) },
      result: shape,
      token,
    }),
  );
  return recount;
}

function isSame(recounted: Recount["recounted"], { attempts, plays, views, watchMs }: Counts): boolean {
  if (!recounted) return false;
  const isCounted = recounted.attempts === attempts && recounted.plays === plays && recounted.views === views;
  return isCounted && Math.round(recounted.watchSeconds * 1_000) === watchMs;
}
