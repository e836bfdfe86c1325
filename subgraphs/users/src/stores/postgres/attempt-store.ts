import type { Pool } from "pg";
import type { AttemptStore } from "../../domain/attempts.ts";

export function postgresAttemptStore(pool: Pool): AttemptStore {
  return {
    async take({ key, tries, windowSeconds }, now) {
      const { rows } = await pool.query<{ tries: number; ends_at: Date }>(
        `INSERT INTO users.attempts AS a (key, tries, ends_at) VALUES ($1, 1, $2)
         ON CONFLICT (key) DO UPDATE SET
           tries = CASE WHEN a.ends_at <= $3 THEN 1 ELSE least(a.tries, $4) + 1 END,
           ends_at = CASE WHEN a.ends_at <= $3 THEN $2 ELSE a.ends_at END
         RETURNING tries, ends_at`,
        [key, new Date(now.getTime() + windowSeconds * 1000), now, tries],
      );
      const [row] = rows;
      if (!row || row.tries <= tries) return undefined;
      return { retryAfterSeconds: Math.ceil((row.ends_at.getTime() - now.getTime()) / 1000) };
    },

    async giveBack({ key }) {
      await pool.query("UPDATE users.attempts SET tries = greatest(tries - 1, 0) WHERE key = $1", [key]);
    },

    async purge(now) {
      await pool.query("DELETE FROM users.attempts WHERE ends_at <= $1", [now]);
    },
  };
}
