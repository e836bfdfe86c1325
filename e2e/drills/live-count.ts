import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import type { Scene } from "./scene.ts";

const answer = z.object({
  playable: z.object({ viewerCount: z.object({ viewers: z.number().nullable(), asOf: z.string().nullable(), precision: z.string() }) }),
});

/**
 * How long it takes from now on until the live count of a title is exact and of a moment after this call.
 *
 * @returns undefined when it does not come about in time
 */
export async function liveAgainSeconds({ load, signal }: Scene, withinSeconds: number): Promise<number | undefined> {
  const [title] = load.titles;
  const beganMs = Date.now();
  while (Date.now() < beganMs + withinSeconds * 1_000) {
    const asked = await load.graph.askOnce({
      query: "query Live($id: ID!) { playable(id: $id) { viewerCount { viewers asOf precision } } }",
      variables: { id: title?.id },
      result: answer,
    });
    const { asOf, precision, viewers } = ("data" in asked ? asked.data.playable.viewerCount : undefined) ?? {};
    if (precision === "EXACT" && viewers !== null && asOf && Date.parse(asOf) > beganMs)
      return Math.round((Date.now() - beganMs) / 100) / 10;
    await setTimeout(250, undefined, { signal });
  }
  return undefined;
}

/** Notes how long it takes until a live count is exact again, and expects that it does so in time. */
export async function expectLive(scene: Scene, withinSeconds: number): Promise<void> {
  const seconds = await liveAgainSeconds(scene, withinSeconds);
  scene.facts.liveAgainSeconds = seconds;
  scene.expect(seconds !== undefined, `Live counts were not exact again within ${withinSeconds} s.`);
}
