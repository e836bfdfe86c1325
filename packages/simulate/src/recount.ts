import { z } from "zod";
import { add, noCounts } from "./ledger.ts";
import type { Load } from "./load.ts";

const counts = z.object({ attempts: z.number(), plays: z.number(), views: z.number(), watchSeconds: z.number() });
const recounted = z.object({ recount: z.object({ equal: z.boolean().nullable(), recounted: counts.nullable() }) });

/** Whether the graph, asked to count each title again from raw events, finds what it has stored and what the ledger says. */
export async function recountsEqual({ graph, operator, titles, ledger }: Load): Promise<boolean> {
  const { cells } = ledger;
  const isEqual = await Promise.all(
    titles.map(async ({ id }) => {
      const minutes = [...(cells.get(id) ?? [])];
      if (minutes.length === 0) return true;
      const own = minutes.map(([, cell]) => cell).reduce(add, noCounts());
      const numbers = minutes.map(([minute]) => minute);
      const at = (minute: number) => new Date(minute * 60_000).toISOString();
      const { recount } = await operator.authorized((token) =>
        graph.ask({
          query: `query Recount($id: ID!, $from: DateTime!, $to: DateTime!) {
            recount(playableId: $id, from: $from, to: $to) { equal recounted { attempts plays views watchSeconds } }
          }`,
          variables: { id, from: at(Math.min(...numbers)), to: at(Math.max(...numbers) + 1) },
          result: recounted,
          token,
        }),
      );
      const { attempts, plays, views, watchSeconds } = recount.recounted ?? {};
      const isOwn = attempts === own.attempts && plays === own.plays && views === own.views;
      return recount.equal === true && isOwn && Math.round((watchSeconds ?? 0) * 1_000) === own.watchMs;
    }),
  );
  return isEqual.every(Boolean);
}
