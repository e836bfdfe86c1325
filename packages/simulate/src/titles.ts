import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import type { Graph } from "./graph.ts";
import type { Title } from "./ledger.ts";

const found = z.object({
  titles: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        durationSeconds: z.number().nullish(),
        seasons: z
          .array(
            z.object({
              episodes: z.array(
                z.object({ id: z.string(), durationSeconds: z.number().nullable(), video: z.object({ state: z.string() }).nullable() }),
              ),
            }),
          )
          .optional(),
        video: z.object({ state: z.string() }).nullish(),
      }),
    ),
  }),
});

/** What can be played now, films and episodes; waits until something can. */
export async function playableTitles(graph: Graph, onWait: () => void): Promise<readonly Title[]> {
  for (;;) {
    const { titles } = await graph.ask({
      query: `query PlayableNow {
        titles(filter: { playableNow: true }, first: 50) {
          nodes {
            id
            ... on Movie { durationSeconds }
            ... on Playable { video { state } }
            ... on Series { seasons { episodes { id durationSeconds video { state } } } }
          }
        }
      }`,
      variables: {},
      result: found,
    });
    const playables = titles.nodes.flatMap(({ seasons, ...film }) => seasons?.flatMap(({ episodes }) => episodes) ?? [film]);
    const ready = playables.flatMap(({ id, durationSeconds, video }) =>
      durationSeconds && video?.state === "READY" ? [{ id, durationSeconds }] : [],
    );
    if (ready.length > 0) return ready;
    onWait();
    await setTimeout(2_000, undefined, { signal: graph.signal });
  }
}
