import type { EventOf } from "@marquee/events";
import { signClaim, viewerHeader } from "@marquee/viewer-claim";
import { request } from "undici";

const TIMEOUT_MS = 5_000;

export interface WatchHistoryOptions {
  /** Of watch-history's own HTTP; undefined while it is not known yet. */
  readonly origin: () => string | undefined;
  readonly claimSecret: string;
}

/**
 * Hands events to watch-history itself, which answers 204 once it has written them.
 *
 * @returns a `deliver` for a relay, which tries again until it resolves
 */
export function tellWatchHistory({ origin, claimSecret }: WatchHistoryOptions): (events: readonly EventOf[]) => Promise<void> {
  return async (events) => {
    const base = origin();
    if (base === undefined) throw new Error("watch-history is not up yet");
    const { statusCode, body } = await request(new URL("/internal/playback-started", base), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        [viewerHeader]: signClaim({ service: "packager" }, claimSecret, "watch-history", Date.now()),
      },
      body: JSON.stringify({ events }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await body.dump();
    if (statusCode !== 204) throw new Error(`expected watch-history to answer 204, got ${statusCode}`);
  };
}
