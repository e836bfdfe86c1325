import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import type { ProfileStore } from "../../domain/profile-store.ts";

/** What is held of a profile, each table with a column `profile_id`. */
const tables = ["resume_points", "watchings", "watchlist", "ratings"] as const;

/** @param schema its quoted name */
export function pseudonymsIn(pool: Pool, schema: string): Pick<ProfileStore, "pseudonyms" | "erase"> {
  const names = `${schema}.pseudonyms`;
  const held = tables.map((table) => `${schema}.${table}`);
  return {
    async pseudonyms(profileIds) {
      // A row that another process is just making is waited for, so that both use the one that stays.
      await pool.query({
        name: `make ${names}`,
        text: `INSERT INTO ${names} (profile_id, pseudonym) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`,
        values: [[...profileIds].sort(), profileIds.map(() => randomUUID())],
      });
      const { rows } = await pool.query<{ readonly profile_id: string; readonly pseudonym: string }>({
        name: `read ${names}`,
        text: `SELECT profile_id, pseudonym FROM ${names} WHERE profile_id = ANY ($1) AND pseudonym IS NOT NULL`,
        values: [profileIds],
      });
      return new Map(rows.map(({ profile_id, pseudonym }) => [profile_id, pseudonym]));
    },

    async erase(profileId) {
      const client = await pool.connect();
      try {
        await client.query("BEGIN");
        // Writes under way end first, and those that come see the row below: nothing of the profile lands after its deletion.
        await client.query(`LOCK TABLE ${held.join(", ")} IN SHARE ROW EXCLUSIVE MODE`);
        await client.query(`INSERT INTO ${names} (profile_id) VALUES ($1) ON CONFLICT (profile_id) DO UPDATE SET pseudonym = NULL`, [
          profileId,
        ]);
        for (const table of held) await client.query(`DELETE FROM ${table} WHERE profile_id = $1`, [profileId]);
        await client.query("COMMIT");
        client.release();
      } catch (error) {
        client.release(true); // closing it ends the transaction
        throw error;
      }
    },
  };
}

/**
 * A condition that a write of a profile's carries, so that an erased one stays erased.
 *
 * @param profileId the expression that names the profile
 */
export function isNotErased(schema: string, profileId: string): string {
  return `NOT EXISTS (SELECT FROM ${schema}.pseudonyms AS known WHERE known.profile_id = ${profileId} AND known.pseudonym IS NULL)`;
}
