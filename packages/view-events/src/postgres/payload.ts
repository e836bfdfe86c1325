import { z } from "zod";
import { type ViewEvent, viewEventKinds } from "../view-event.ts";

/** What an event says beside its key: one cell, so that a later content replaces an earlier one whole. */
const shape = z.object({
  kind: z.enum([...viewEventKinds, "ATTEMPT"]),
  profileId: z.string(),
  startedAtMs: z.number(),
  elapsedMs: z.number(),
  positionSeconds: z.number(),
  watchedDeltaMs: z.number(),
  watchedMs: z.number(),
  durationSeconds: z.number().nullable(),
});

export type Payload = z.infer<typeof shape>;

export function payloadOf(event: ViewEvent): Payload {
  const { kind, profileId, startedAtMs, elapsedMs, positionSeconds, watchedDeltaMs, watchedMs, durationSeconds } = event;
  return { kind, profileId, startedAtMs, elapsedMs, positionSeconds, watchedDeltaMs, watchedMs, durationSeconds };
}

/** @throws ZodError when the cell was not written by a view event store */
export function parsePayload(cell: unknown): Payload {
  return shape.parse(cell);
}

export const parseSource = (cell: string) => z.enum(["SERVER", "GRAPH", "CMCD"]).parse(cell);
