import { type Membership, type Outsider, refuseOutsider } from "./membership.ts";
import type { NewSession, PlaybackParts, PlaybackSession } from "./playback.ts";

/** Who else watches by an account, while nobody else takes one of its slots. */
export interface Streams {
  readonly membership: Membership;
  /** The sessions that have not ended, the oldest first; some may be of devices that are gone. */
  readonly live: readonly PlaybackSession[];
}

export type SlotDecision = { readonly kind: "Take"; readonly ending: readonly string[] } | SlotRefusal;
export type SlotRefusal = Outsider | TooManyStreams;

export interface TooManyStreams {
  readonly kind: "TooManyStreams";
  readonly message: string;
  readonly limit: number;
  readonly active: readonly ActiveStream[];
}

export interface ActiveStream {
  readonly sessionId: string;
  readonly deviceName?: string;
  readonly playable: { readonly id: string };
  readonly startedAt: Date;
}

/** When a session's device was last heard of, and what it said. */
export interface LastReport {
  readonly at: Date;
  readonly kind: string;
}

/**
 * Looks up what the devices of sessions said last.
 *
 * @returns by the session's id, without those that never reported; undefined where it cannot be said now
 */
export type LastReports = (sessions: readonly PlaybackSession[]) => Promise<ReadonlyMap<string, LastReport> | undefined>;

/** A device that plays reports every 10 s; one that paused says so and falls silent: its slot is another's when it is wanted. */
const SILENT_MS = 60_000;
const finalKinds: ReadonlySet<string> = new Set(["STOPPED", "ENDED", "FAILED"]);

/**
 * Starts a session in one of its account's slots. Only where all seem taken are the others' last reports looked up, with no lock held:
 * the slots of dead sessions are freed, then those of the asking device itself, which plays one thing at a time when it must. Where last
 * reports cannot be read, nobody is refused.
 *
 * @returns the session; the earlier one, where the profile has one under this key
 */
export async function takeSlot(parts: PlaybackParts, wanted: NewSession): Promise<PlaybackSession | SlotRefusal> {
  let asked: readonly PlaybackSession[] = [];
  const outcome = await parts.sessions.add(wanted, (streams) => {
    asked = streams.live;
    return decide(streams, new Set());
  });
  if (!("kind" in outcome) || outcome.kind !== "TooManyStreams") return outcome;

  const reports = await parts.lastReports(asked);
  if (!reports) return parts.sessions.add(wanted, ({ membership }) => refuseOutsider(membership) ?? { kind: "Take", ending: [] });
  const now = parts.now();
  const dead = new Set(asked.filter((session) => isDead(session, reports.get(session.id), now)).map(({ id }) => id));
  return parts.sessions.add(wanted, (streams) => decide(streams, dead, wanted.session.deviceId));
}

/** @param deviceId whose sessions give way, the oldest first; nobody's when omitted */
function decide({ membership, live }: Streams, dead: ReadonlySet<string>, deviceId?: string): SlotDecision {
  const outsider = refuseOutsider(membership);
  if (outsider) return outsider;
  const alive = live.filter(({ id }) => !dead.has(id));
  const tooMany = Math.max(0, alive.length + 1 - membership.streamLimit);
  const yielding = alive.filter((session) => deviceId !== undefined && session.deviceId === deviceId).slice(0, tooMany);
  if (yielding.length < tooMany) return tooManyStreams(membership.streamLimit, alive);
  return { kind: "Take", ending: [...live.filter(({ id }) => dead.has(id)), ...yielding].map(({ id }) => id) };
}

function tooManyStreams(limit: number, alive: readonly PlaybackSession[]): TooManyStreams {
  return {
    kind: "TooManyStreams",
    message: `The account watches on ${alive.length === 1 ? "another screen" : `${alive.length} other screens`} already: its plan includes ${limit}.`,
    limit,
    active: alive.map(({ id, deviceName, playableId, startedAt }) => ({
      sessionId: id,
      ...(deviceName !== undefined && { deviceName }),
      playable: { id: playableId },
      startedAt,
    })),
  };
}

function isDead({ startedAt }: PlaybackSession, report: LastReport | undefined, now: Date): boolean {
  if (report && finalKinds.has(report.kind)) return true;
  const heardAtMs = Math.max(startedAt.getTime(), report?.at.getTime() ?? 0);
  return now.getTime() - heardAtMs > SILENT_MS;
}
