import express, { type Express, type RequestHandler } from "express";
import type { Logger } from "pino";
import { z } from "zod";
import type { LastReport, ProfileStore } from "../domain/profile-store.ts";
import { packagerOnly } from "./packager-only.ts";
import { unreadableBody } from "./unreadable-body.ts";

export interface LastReportsOptions {
  readonly claimSecret: string;
  readonly profiles: Pick<ProfileStore, "lastReports">;
  readonly logger: Logger;
}

const MOST_SESSIONS = 1_000;
const path = "/internal/last-reports";
const id = z.string().min(1).max(200);
const bodyShape = z.object({
  sessions: z
    .array(z.object({ sessionId: id, profileId: id, startedAt: z.iso.datetime().transform((text) => Date.parse(text)) }))
    .min(1)
    .max(MOST_SESSIONS),
});

/**
 * Adds `POST /internal/last-reports`, by which packager learns which sessions are still alive: `{ sessions: [{ sessionId, profileId,
 * startedAt }] }`, with a claim of packager's in the viewer header. It answers
 *
 * - 200 with `{ sessions: [{ sessionId, lastReportAt, lastKind }] }` in the order asked: when its device was last heard of, and what the
 *   latest moment was, by the session's own clock. Both are null for a session of which no device has reported.
 * - 400, 401 or 413 with `{ message }` for what is no such request,
 * - 503 when it cannot be said now.
 */
export function addLastReports(app: Express, options: LastReportsOptions): void {
  app.post(path, packagerOnly(options.claimSecret), express.json({ limit: "512kb" }), tell(options));
  app.use(path, unreadableBody);
}

function tell({ profiles, logger }: LastReportsOptions): RequestHandler {
  return async (request, response) => {
    const body = bodyShape.safeParse(request.body);
    if (!body.success) {
      response.status(400).json({ message: `Expected { "sessions": [1 to ${MOST_SESSIONS} of { sessionId, profileId, startedAt }] }.` });
      return;
    }
    const keys = body.data.sessions.map(({ startedAt, ...session }) => ({ ...session, startedAtMs: startedAt }));
    try {
      const reports = await profiles.lastReports(keys);
      response.json({ sessions: keys.map(({ sessionId }, index) => ({ sessionId, ...asJson(reports[index]) })) });
    } catch (error) {
      logger.warn({ err: error, sessions: keys.length }, "last reports could not be read");
      response.status(503).set("retry-after", "2").json({ message: "The last reports cannot be read now." });
    }
  };
}

function asJson(report: LastReport | undefined): { readonly lastReportAt: string | null; readonly lastKind: string | null } {
  return { lastReportAt: report ? new Date(report.receivedAtMs).toISOString() : null, lastKind: report?.kind ?? null };
}
