import type { Cassandra, PartitionWrite } from "@marquee/cassandra";
import type { types } from "cassandra-driver";
import { IN_PROGRESS_LIMIT, type ProfileStore, type ResumeChange, type ResumePoint } from "../../domain/profile-store.ts";
import { atMsOf, decodePoint, encodePoint, encodeStamp, eventOf, timestampUs } from "./cells.ts";
import { keysInPieces } from "./keys-in-pieces.ts";

const MOVE = "UPDATE resume_points USING TIMESTAMP ? SET point = ? WHERE profile_id = ? AND playable_id = ?";
const END = "UPDATE resume_points USING TIMESTAMP ? SET ended = ? WHERE profile_id = ? AND playable_id = ?";
const HIDE = "UPDATE resume_points USING TIMESTAMP ? SET hidden_until_ms = ? WHERE profile_id = ? AND playable_id = ?";
const POINTS = "SELECT playable_id, point, ended, hidden_until_ms FROM resume_points WHERE profile_id = ? AND playable_id IN ?";

type ResumePoints = Pick<ProfileStore, "resumePoints" | "hideResumePoint"> & {
  readonly resumeWrites: (changes: readonly ResumeChange[]) => readonly PartitionWrite[];
};

export function resumePointsIn(cassandra: Cassandra): ResumePoints {
  return {
    resumeWrites: (changes) => changes.flatMap(writesOf),

    async resumePoints(profileId, playableIds) {
      const rows = await Promise.all(keysInPieces(playableIds).map((piece) => cassandra.rows(POINTS, [profileId, piece])));
      return rows.flat().flatMap((row) => resumePoint(row) ?? []);
    },

    async hideResumePoint(profileId, playableId, untilMs) {
      const hiddenUntilMs = Math.floor(untilMs);
      await cassandra.run(HIDE, [timestampUs({ atMs: hiddenUntilMs }), hiddenUntilMs, profileId, playableId]);
    },
  };
}

/** Of resume points those that are in progress, the latest first. */
export function latestInProgress(points: readonly ResumePoint[]): readonly ResumePoint[] {
  return points
    .filter(({ isFinished }) => !isFinished)
    .toSorted((a, b) => b.updatedAtMs - a.updatedAtMs || (a.playableId < b.playableId ? -1 : 1))
    .slice(0, IN_PROGRESS_LIMIT);
}

function writesOf({ profileId, playableId, cell, ended }: ResumeChange): readonly PartitionWrite[] {
  const write = (cql: string, timestamp: number, value: Buffer) => ({
    partition: profileId,
    cql,
    params: [timestamp, value, profileId, playableId],
  });
  return [
    ...(cell ? [write(MOVE, timestampUs(cell), encodePoint(cell))] : []),
    ...(ended ? [write(END, timestampUs(ended), encodeStamp(ended))] : []),
  ];
}

function resumePoint(row: types.Row): ResumePoint | undefined {
  const point: Buffer | null = row.point;
  const ended: Buffer | null = row.ended;
  const hiddenUntilMs: types.Long | null = row.hidden_until_ms;
  if (!point || atMsOf(point) <= (hiddenUntilMs?.toNumber() ?? 0)) return undefined;
  const { isFinished, ...place } = decodePoint(point);
  return {
    playableId: row.playable_id,
    ...place,
    isFinished: isFinished || (ended !== null && Buffer.compare(eventOf(ended), eventOf(point)) > 0),
    updatedAtMs: atMsOf(point),
  };
}
