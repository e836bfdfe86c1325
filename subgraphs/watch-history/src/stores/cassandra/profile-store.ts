import type { Cassandra } from "@marquee/cassandra";
import type { ProfileStore, ResumeChange } from "../../domain/profile-store.ts";
import { inProgressIn } from "./in-progress.ts";
import { pseudonymsIn } from "./pseudonyms.ts";
import { resumePointsIn } from "./resume-points.ts";
import { watchingsIn } from "./watchings.ts";

export interface CassandraProfileStoreOptions {
  /** Stays its opener's to close. */
  readonly cassandra: Cassandra;
  readonly nowMs?: () => number;
  /** How likely a report that moves a resume point tidies what its profile has in progress; 1 in 256 unless given, a few times a film. */
  readonly tidyChance?: number;
  /** Told of each tidying that begins; it never rejects. */
  readonly onTidying?: (tidying: Promise<void>) => void;
}

/** What profiles have watched, in Cassandra: all that a call changes for a profile is one mutation of its partition. */
export function cassandraProfileStore(options: CassandraProfileStoreOptions): ProfileStore {
  const { cassandra, nowMs = Date.now, tidyChance = 1 / 256, onTidying } = options;
  const { resumeWrites, ...resumePoints } = resumePointsIn(cassandra);
  const { watchingWrites, ...watchings } = watchingsIn(cassandra);
  const { inProgressWrites, tidy, ...inProgress } = inProgressIn(cassandra, resumePoints, nowMs);
  const untidy = (changes: readonly ResumeChange[]) =>
    new Set(changes.filter(() => Math.random() < tidyChance).map(({ profileId }) => profileId));

  return {
    ...resumePoints,
    ...inProgress,
    ...watchings,
    ...pseudonymsIn(cassandra, nowMs),
    async record(resumeChanges, watchingChanges) {
      await cassandra.write([...resumeWrites(resumeChanges), ...inProgressWrites(resumeChanges), ...watchingWrites(watchingChanges)]);
      // No report waits for it, nor for a Cassandra that is slow: what stays untidied costs a little reading until another report tidies it.
      for (const profileId of untidy(resumeChanges)) {
        const tidying = tidy(profileId).catch(() => {});
        onTidying?.(tidying);
      }
    },
  };
}
