import type { Cassandra, PartitionWrite } from "@marquee/cassandra";
import type { ProfileStore, ResumeChange } from "../../domain/profile-store.ts";
import { latestInProgress } from "./resume-points.ts";

/** Rows this young are never deleted: longer than any write that is acknowledged can be under way, and than clocks differ. */
const YOUNG_MS = 60_000;
/** So many titles that are no longer in progress are not worth a tombstone. */
const FEW = 32;

const MARK = "INSERT INTO in_progress (profile_id, playable_id) VALUES (?, ?) USING TIMESTAMP ?";
const MARKED = "SELECT playable_id FROM in_progress WHERE profile_id = ?";
const FORGET = "DELETE FROM in_progress USING TIMESTAMP ? WHERE profile_id = ?";

interface InProgress extends Pick<ProfileStore, "inProgress"> {
  readonly inProgressWrites: (changes: readonly ResumeChange[]) => readonly PartitionWrite[];
  readonly tidy: (profileId: string) => Promise<void>;
}

/**
 * The titles that may be in progress: an index of a profile's resume points, so that asking for what is in progress never reads what was
 * finished years ago.
 *
 * A report that leaves a title unfinished marks it, without reading anything; the mark's write timestamp is the time of the writing. No
 * mark is taken away when a title is finished or hidden, which would leave a tombstone for each: the resume points of all that is
 * marked say what is in progress. So a mark too many costs a little reading, and none is ever missing.
 *
 * Now and then the marks are tidied: those still in progress, the latest 200, are marked anew, then one tombstone for the partition deletes
 * all that were written up to a minute before the tidying began. A mark that was written since is younger and stays; one that was
 * acknowledged before was seen. Two who tidy at once do no harm.
 */
export function inProgressIn(cassandra: Cassandra, points: Pick<ProfileStore, "resumePoints">, nowMs: () => number): InProgress {
  const mark = (profileId: string, playableId: string): PartitionWrite => ({
    partition: profileId,
    cql: MARK,
    params: [profileId, playableId, nowMs() * 1_000],
  });
  const marked = async (profileId: string) => {
    const playableIds = (await cassandra.rows(MARKED, [profileId])).map((row): string => row.playable_id);
    return { count: playableIds.length, current: latestInProgress(await points.resumePoints(profileId, playableIds)) };
  };

  return {
    inProgressWrites: (changes) =>
      changes.flatMap(({ profileId, playableId, cell }) => (cell && !cell.isFinished ? [mark(profileId, playableId)] : [])),

    async inProgress(profileId, first) {
      return (await marked(profileId)).current.slice(0, first);
    },

    async tidy(profileId) {
      const oldUs = (nowMs() - YOUNG_MS) * 1_000;
      const { count, current } = await marked(profileId);
      if (count - current.length < FEW) return;
      await cassandra.write(current.map(({ playableId }) => mark(profileId, playableId))); // first: nothing is missing in between
      await cassandra.run(FORGET, [oldUs, profileId]);
    },
  };
}
