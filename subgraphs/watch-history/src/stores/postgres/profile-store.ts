import { escapeIdentifier, type Pool } from "pg";
import type { ProfileStore } from "../../domain/profile-store.ts";
import { pseudonymsIn } from "./pseudonyms.ts";
import { resumePointsIn } from "./resume-points.ts";
import { watchingsIn } from "./watchings.ts";

/** What profiles have watched, in PostgreSQL: one statement for each table and call. The pool stays its opener's to end. */
export function postgresProfileStore(pool: Pool, schema: string): ProfileStore {
  const { moveResumePoints, ...resumePoints } = resumePointsIn(pool, escapeIdentifier(schema));
  const { moveWatchings, ...watchings } = watchingsIn(pool, escapeIdentifier(schema));
  return {
    ...resumePoints,
    ...watchings,
    ...pseudonymsIn(pool, escapeIdentifier(schema)),
    async record(resumeChanges, watchingChanges) {
      await Promise.all([moveResumePoints(resumeChanges), moveWatchings(watchingChanges)]);
    },
  };
}
