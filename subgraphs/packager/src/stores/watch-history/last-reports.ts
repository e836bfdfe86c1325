import { signClaim, viewerHeader } from "@marquee/viewer-claim";
import type { Logger } from "pino";
import { request } from "undici";
import { z } from "zod";
import type { PlaybackSession } from "../../domain/playback.ts";
import type { LastReport, LastReports } from "../../domain/stream-slots.ts";

/** Somebody waits for a film to begin. */
const TIMEOUT_MS = 1_000;

const answer = z.object({
  sessions: z.array(
    z.object({
      sessionId: z.string(),
      lastReportAt: z.iso.datetime().nullable(),
      lastKind: z.string().nullable(),
    }),
  ),
});

export interface LastReportsOptions {
  /** Of watch-history's own HTTP; undefined while it is not known yet. */
  readonly origin: () => string | undefined;
  readonly claimSecret: string;
  readonly logger: Logger;
}

/** Asks watch-history, by `POST /internal/last-reports`. Undefined when it did not answer within a second. */
export function lastReportsFrom({ origin, claimSecret, logger }: LastReportsOptions): LastReports {
  return async (sessions) => {
    try {
      const base = origin();
      if (base === undefined) throw new Error("watch-history is not known");
      return await ask(new URL("/internal/last-reports", base), claimSecret, sessions);
    } catch (error) {
      logger.warn({ err: error }, "last reports could not be read: no stream limit holds meanwhile");
      return undefined;
    }
  };
}

async function ask(url: URL, claimSecret: string, sessions: readonly PlaybackSession[]): Promise<ReadonlyMap<string, LastReport>> {
  const { statusCode, body } = await request(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      [viewerHeader]: signClaim({ service: "packager" }, claimSecret, "watch-history", Date.now()),
    },
    body: JSON.stringify({ sessions: sessions.map(({ id, profileId, startedAt }) => ({ sessionId: id, profileId, startedAt })) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (statusCode !== 200) {
    await body.dump();
    throw new Error(`expected watch-history to answer 200, got ${statusCode}`);
  }
  const { sessions: reported } = answer.parse(await body.json());
  return new Map(
    reported.flatMap(({ sessionId, lastReportAt, lastKind }) =>
      lastReportAt === null || lastKind === null ? [] : [[sessionId, { at: new Date(lastReportAt), kind: lastKind }]],
    ),
  );
}
