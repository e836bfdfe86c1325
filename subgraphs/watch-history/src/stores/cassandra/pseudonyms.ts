import { randomUUID } from "node:crypto";
import type { Cassandra } from "@marquee/cassandra";
import type { ProfileStore } from "../../domain/profile-store.ts";

/**
 * Longer than a session's 24 hours and the age at which its reports are still taken, and shorter than tombstones are kept. A profile that
 * was deleted starts no session after that.
 */
const NO_REPORT_AFTER_MS = 7 * 86_400_000;
/** What is held of a profile, its pseudonym first; each table has the profile as its partition key. */
const tables = ["pseudonyms", "resume_points", "in_progress", "watchings", "watchlist", "ratings"] as const;

const READ = "SELECT pseudonym FROM pseudonyms WHERE profile_id = ?";
const MAKE = "INSERT INTO pseudonyms (profile_id, pseudonym) VALUES (?, ?) USING TIMESTAMP ?";

/**
 * The names that raw events call profiles by.
 *
 * A name's write timestamp is the time of its making below zero, so that of two the one made first stays, without a lightweight
 * transaction. Two processes that meet a new profile in the same instant may use two names until one of them starts anew: no count
 * changes by it but the estimate of unique viewers, by one.
 *
 * Erasing deletes the profile's partitions with a timestamp that no report of it will reach: Cassandra itself keeps out what is under way
 * or late, whatever process writes it, and also every new name.
 */
export function pseudonymsIn(cassandra: Cassandra, nowMs: () => number): Pick<ProfileStore, "pseudonyms" | "erase"> {
  const pending = new Map<string, Promise<string | undefined>>();
  const read = async (profileId: string): Promise<string | undefined> => {
    const [row] = (await cassandra.run(READ, [profileId])).rows;
    return row?.pseudonym ?? undefined;
  };
  const readOrMake = async (profileId: string) => {
    const known = await read(profileId);
    if (known !== undefined) return known;
    await cassandra.run(MAKE, [profileId, randomUUID(), -Math.round(nowMs() * 1_000)]);
    return read(profileId);
  };
  /** Those who ask at the same time get the same answer. */
  const nameOf = (profileId: string) => {
    const asked = pending.get(profileId) ?? readOrMake(profileId).finally(() => pending.delete(profileId));
    pending.set(profileId, asked);
    return asked;
  };

  return {
    async pseudonyms(profileIds) {
      const names = await Promise.all(profileIds.map(async (profileId) => [profileId, await nameOf(profileId)] as const));
      return new Map(names.flatMap(([profileId, name]) => (name === undefined ? [] : [[profileId, name] as const])));
    },

    async erase(profileId) {
      const timestampUs = Math.round((nowMs() + NO_REPORT_AFTER_MS) * 1_000);
      await cassandra.write(
        tables.map((table) => ({
          partition: profileId,
          cql: `DELETE FROM ${table} USING TIMESTAMP ? WHERE profile_id = ?`,
          params: [timestampUs, profileId],
        })),
      );
    },
  };
}
