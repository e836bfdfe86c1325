import { randomUUID } from "node:crypto";
import { type PlaybackClaims, signPlaybackToken } from "@marquee/playback-token";

/** One event as a device reports it. */
export interface ReportedEvent {
  readonly sequence: number;
  readonly kind: "PLAYING" | "STOPPED";
  readonly elapsedMs: number;
  readonly positionSeconds: number;
  readonly watchedDeltaMs: number;
  readonly watchedMs: number;
}

export interface Viewer {
  readonly claims: PlaybackClaims;
  /** Signed, as `startPlayback` gives it. */
  readonly token: string;
  /** What the device tells next: all that was watched since the last time, up to now. */
  readonly report: (events: number) => readonly ReportedEvent[];
}

const FILM_SECONDS = 2 * 3_600;

/** A device in the middle of a film, with a profile of its own. */
export function viewer(playableId: string, playbackSecret: string): Viewer {
  const claims: PlaybackClaims = {
    sessionId: randomUUID(),
    profileId: randomUUID(),
    playableId,
    encodeId: randomUUID(),
    startedAtMs: Date.now(),
    durationSeconds: FILM_SECONDS,
    reporting: "GRAPH",
    clockOffsetMs: null,
  };
  let sequence = 0;
  let watchedMs = 0;
  return {
    claims,
    token: signPlaybackToken(claims, playbackSecret),
    report(events) {
      const now = Date.now() - claims.startedAtMs;
      const since = watchedMs;
      return Array.from({ length: events }, (_, index) => {
        const until = since + Math.floor(((now - since) * (index + 1)) / events);
        const watchedDeltaMs = until - watchedMs;
        watchedMs = until;
        sequence += 1;
        return { sequence, kind: "PLAYING", elapsedMs: until, positionSeconds: until / 1_000, watchedDeltaMs, watchedMs };
      });
    },
  };
}

/** An audience as it is on an evening: many titles, of which a few have most of it. */
export function audience(size: number, titles: number, playbackSecret: string): readonly Viewer[] {
  const playables = Array.from({ length: titles }, () => randomUUID());
  return Array.from({ length: size }, () => viewer(playables[Math.floor(titles * Math.random() ** 3)] ?? randomUUID(), playbackSecret));
}

/** Goes round an audience for ever, so that the same device comes back as late as can be. */
export function inTurn(viewers: readonly Viewer[]): () => Viewer {
  let next = 0;
  return () => {
    const taken = viewers[next++ % viewers.length];
    if (!taken) throw new Error("an audience has at least one viewer");
    return taken;
  };
}
