import { randomUUID } from "node:crypto";
import { codedError } from "@marquee/coded-errors";
import type { Viewer } from "@marquee/viewer-claim";
import { checkIdempotencyKey, keyReused } from "./idempotency-key.ts";
import { mayWatch } from "./may-watch.ts";
import { type Playback, type PlaybackParts, type PlaybackSession, playbackOf, type ReportingSource, tokenOf } from "./playback.ts";
import { type SlotRefusal, takeSlot } from "./stream-slots.ts";
import type { Watchable } from "./watchable.ts";

export interface StartPlayback {
  readonly playableId: string;
  readonly idempotencyKey: string;
  readonly reporting: ReportingSource;
  /** The device's clock at the call. */
  readonly deviceTime?: Date;
}

export type StartPlaybackAnswer = Playback | Exclude<Watchable, { readonly kind: "Watchable" }> | SlotRefusal;

/**
 * Starts a watching, or says why not. A session is remembered under the profile's key, so that a retried or doubled call gives the same
 * one; a refusal is not.
 *
 * @throws BAD_USER_INPUT when the key was used for another playable, or CMCD is asked for without the device's time or where it is not taken
 */
export async function startPlayback(parts: PlaybackParts, viewer: Viewer, wanted: StartPlayback): Promise<StartPlaybackAnswer> {
  const { accountId, profileId } = viewer;
  const { playableId, idempotencyKey } = wanted;
  checkIdempotencyKey(idempotencyKey);
  if (wanted.reporting === "CMCD") checkCmcd(wanted, parts);
  if (accountId === undefined || profileId === undefined) return { kind: "ProfileRequired", message: "Select a profile first." };

  const remembered = await parts.sessions.byKey(profileId, idempotencyKey);
  if (remembered) return handOut(remembered, playableId, parts);

  const startedAt = parts.now();
  const decision = await mayWatch(parts, viewer, playableId);
  if (decision.kind !== "Watchable") return decision;

  const { deviceId, deviceName } = viewer;
  const session: PlaybackSession = {
    id: randomUUID(),
    profileId,
    accountId,
    ...(deviceId !== undefined && { deviceId }),
    ...(deviceName !== undefined && { deviceName }),
    playableId,
    encode: decision.encode,
    startedAt,
    reporting: wanted.reporting,
    ...(wanted.deviceTime && { clockOffsetMs: wanted.deviceTime.getTime() - startedAt.getTime() }),
  };
  const started = await takeSlot(parts, { session, idempotencyKey, token: tokenOf(session, parts.playbackSecret) });
  return "kind" in started ? started : handOut(started, playableId, parts);
}

function checkCmcd({ deviceTime }: StartPlayback, { cmcdBaseUrl }: PlaybackParts): void {
  if (!deviceTime) throw codedError("BAD_USER_INPUT", "Expected deviceTime: CMCD reports carry the device's times.");
  if (cmcdBaseUrl === undefined) throw codedError("BAD_USER_INPUT", "Expected reporting GRAPH: CMCD reports are not taken here.");
}

function handOut(session: PlaybackSession, playableId: string, parts: PlaybackParts): Playback {
  if (session.playableId !== playableId) throw keyReused("playable");
  return playbackOf(session, parts);
}
