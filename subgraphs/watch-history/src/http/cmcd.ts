import express, { type Express, type RequestHandler } from "express";
import type { CmcdVerdict, ReportCmcd } from "../domain/report-cmcd.ts";
import { readCmcd } from "./read-cmcd.ts";
import { unreadableBody } from "./unreadable-body.ts";

/** An hour of heartbeats and more: what a player has kept while it was offline. */
const MOST_REPORTS = 500;
const path = "/cmcd/:token";

/**
 * Adds `POST /cmcd/<token>`: CMCD version 2 event reports (CTA-5004-B) of the session whose token it is, a structured-field dictionary
 * on each line. Players post from any origin; the token says who, and nothing else is looked at. It answers
 *
 * - 204 when all that tells of the watching is kept,
 * - 200 with `{ reports: [{ status, reason }] }`, one for each line in order, when some was refused for good: `ACCEPTED`, `REFUSED`,
 *   `TOO_LATE`, or `PASSED_OVER` for what tells nothing of a watching,
 * - 400 with `{ message }` when no line can be read, or there are too many; 413 when the body is too large,
 * - 410 for a token that is none of ours, by which a player knows to report here no more,
 * - 503 with `retry-after` when nothing could be kept now: players send such a report again, which is the same.
 */
export function addCmcd(app: Express, reportCmcd: ReportCmcd): void {
  app.use("/cmcd", fromAnyOrigin);
  app.post(path, express.text({ type: () => true, limit: "256kb" }), take(reportCmcd));
  app.use("/cmcd", unreadableBody);
}

const fromAnyOrigin: RequestHandler = (request, response, next) => {
  response.set({
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "content-type",
    "access-control-expose-headers": "retry-after",
    "access-control-max-age": "86400",
  });
  if (request.method === "OPTIONS") response.status(204).end();
  else next();
};

function take(reportCmcd: ReportCmcd): RequestHandler<{ token: string }> {
  return async (request, response) => {
    const lines = readCmcd(typeof request.body === "string" ? request.body : "");
    if (lines.length > MOST_REPORTS || !lines.some((line) => "eventType" in line)) {
      response
        .status(400)
        .json({ message: `Expected 1 to ${MOST_REPORTS} CMCD event reports, a structured-field dictionary on each line.` });
      return;
    }
    const verdicts = await reportCmcd(request.params.token, lines);
    const later = verdicts?.find(({ status }) => status === "TRY_AGAIN");
    if (!verdicts) response.status(410).json({ message: "This is no token that startPlayback gave, or it was changed." });
    else if (later && "retryAfterSeconds" in later) {
      response.status(503).set("retry-after", String(later.retryAfterSeconds)).json({ message: "The reports could not be kept now." });
    } else if (verdicts.some(isRefused)) response.json({ reports: verdicts.map(asJson) });
    else response.status(204).end();
  };
}

function isRefused({ status }: CmcdVerdict): boolean {
  return status === "REFUSED" || status === "TOO_LATE";
}

function asJson(verdict: CmcdVerdict): { readonly status: string; readonly reason: string | null } {
  return { status: verdict.status, reason: "reason" in verdict ? verdict.reason : null };
}
