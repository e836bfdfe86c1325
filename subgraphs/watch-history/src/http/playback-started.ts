import { parseEvent, UnreadableEvent } from "@marquee/events";
import express, { type Express, type RequestHandler } from "express";
import type { Logger } from "pino";
import { z } from "zod";
import { packagerOnly } from "./packager-only.ts";
import { unreadableBody } from "./unreadable-body.ts";

export interface PlaybackStartedOptions {
  readonly claimSecret: string;
  /** Makes event 0 of each token durable; returns the places of tokens that are none of ours. */
  readonly recordAttempts: (tokens: readonly string[]) => Promise<readonly number[]>;
  readonly logger: Logger;
}

/** More than a relay hands over at once. */
const MOST_EVENTS = 1_000;
const path = "/internal/playback-started";
const bodyShape = z.object({ events: z.array(z.unknown()).min(1).max(MOST_EVENTS) });

/**
 * Adds `POST /internal/playback-started`, by which packager's outbox hands over that sessions were started: `{ events: [CloudEvent] }`
 * of the type `marquee.packager.playback-started.v1`, with a claim of packager's in the viewer header. It answers
 *
 * - 204 when all are durable; the same again for a repeat,
 * - 422 with `{ unreadable: [{ index, reason }] }` when some never will be (all others are durable then),
 * - 400, 401 or 413 with `{ message }` for what is no such request,
 * - 503 when they could not be kept now.
 */
export function addPlaybackStarted(app: Express, options: PlaybackStartedOptions): void {
  app.post(path, packagerOnly(options.claimSecret), express.json({ limit: "4mb" }), handOver(options));
  app.use(path, unreadableBody);
}

function handOver({ recordAttempts, logger }: PlaybackStartedOptions): RequestHandler {
  return async (request, response) => {
    const body = bodyShape.safeParse(request.body);
    if (!body.success) {
      response.status(400).json({ message: `Expected { "events": [1 to ${MOST_EVENTS} events] }.` });
      return;
    }
    const read = body.data.events.map((event, index) => ({ index, ...tokenOf(event) }));
    const readable = read.filter((entry) => "token" in entry);
    try {
      const foreign = new Set(await recordAttempts(readable.map(({ token }) => token)));
      const unreadable = [
        ...read.filter((entry) => "reason" in entry),
        ...readable.filter((_, place) => foreign.has(place)).map(({ index }) => ({ index, reason: "the token is none of ours" })),
      ];
      if (unreadable.length === 0) response.status(204).end();
      else response.status(422).json({ unreadable });
    } catch (error) {
      logger.warn({ err: error, events: readable.length }, "started playbacks could not be kept");
      response.status(503).set("retry-after", "2").json({ message: "The events could not be kept now." });
    }
  };
}

function tokenOf(event: unknown): { readonly token: string } | { readonly reason: string } {
  try {
    const { type, data } = parseEvent(event);
    return type === "marquee.packager.playback-started.v1" ? { token: data.token } : { reason: `expected no event of the type ${type}` };
  } catch (error) {
    if (error instanceof UnreadableEvent) return { reason: error.message };
    throw error;
  }
}
