import { type ViewEvent, viewEventKinds } from "@marquee/view-events";
import { z } from "zod";

const shape = z.object({
  sessionId: z.string().min(1),
  source: z.enum(["SERVER", "GRAPH", "CMCD"]),
  sequence: z.number().int().nonnegative(),
  kind: z.enum([...viewEventKinds, "ATTEMPT"]),
  playableId: z.string().min(1),
  profileId: z.string(),
  startedAtMs: z.number(),
  elapsedMs: z.number().nonnegative(),
  positionSeconds: z.number(),
  watchedDeltaMs: z.number().nonnegative(),
  watchedMs: z.number().nonnegative(),
  durationSeconds: z.number().nullable(),
}) satisfies z.ZodType<ViewEvent>;

/** Reads what came over the log; undefined when it is not a view event. */
export function readViewEvent(value: unknown): ViewEvent | undefined {
  return shape.safeParse(value).data;
}
