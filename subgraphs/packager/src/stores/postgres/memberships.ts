import type { Envelope } from "@marquee/events";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Pool } from "pg";
import { firstStreamLimit, type Membership, type MembershipProjection, type MembershipStore } from "../../domain/membership.ts";

type AccountEvent = Envelope<"marquee.users.account.v1">;

interface Row {
  readonly streamLimit: number | null;
  readonly isDeleted: boolean | null;
  readonly isProfileDeleted: boolean;
}

const select = (account: string, profile: string) => `
  SELECT a.stream_limit AS "streamLimit", a.is_deleted AS "isDeleted",
    EXISTS (SELECT FROM packager.deleted_profiles d WHERE d.id = ${profile}) AS "isProfileDeleted"
  FROM (VALUES (1)) AS one LEFT JOIN packager.accounts a ON a.id = ${account}`;

/** What users said of accounts and profiles. */
export function postgresMemberships(pool: Pool): MembershipStore & MembershipProjection {
  return {
    async of({ accountId, profileId }) {
      if (accountId === undefined) return membershipOf(undefined);
      const values = [accountId, profileId ?? null];
      const { rows } = await pool.query<Row>({ name: "membership", text: select("$1", "$2"), values });
      return membershipOf(rows[0]);
    },

    async apply(events, at) {
      const accounts = newest(events.filter((event) => event.type === "marquee.users.account.v1"));
      const profiles = events.filter((event) => event.type === "marquee.users.profile.v1").filter(({ data }) => data.isDeleted);
      const said = accounts.map(({ sequence, data }) => ({ ...data, sequence }));
      // An account whose profile was deleted takes part with what says nothing new, so that its row is locked: no session starts meanwhile.
      const others = new Set(profiles.map(({ data }) => data.accountId));
      for (const { accountId } of said) others.delete(accountId);
      const rows = [...said, ...[...others].map((accountId) => ({ accountId, isDeleted: false, sequence: 0 }))];
      if (rows.length > 0) await takeOver(pool, { rows, deletedProfiles: profiles.map(({ data }) => data.profileId), at });
    },
  };
}

/** Locks an account until the transaction ends, so that its slots are taken one after the other; then reads what holds. */
export async function lockMembership(em: EntityManager, accountId: string, profileId: string): Promise<Membership> {
  // Locks the row without changing it, or makes it.
  await em.execute("INSERT INTO packager.accounts AS held (id) VALUES (?) ON CONFLICT (id) DO UPDATE SET id = held.id WHERE false", [
    accountId,
  ]);
  const [row] = await em.execute<Row[]>(select("?", "?"), [profileId, accountId]);
  return membershipOf(row);
}

interface Said {
  readonly rows: readonly { readonly accountId: string }[];
  readonly deletedProfiles: readonly string[];
  readonly at: Date;
}

async function takeOver(pool: Pool, { rows, deletedProfiles, at }: Said): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(
      `INSERT INTO packager.accounts AS held (id, stream_limit, is_deleted, sequence)
       SELECT "accountId", "streamLimit", "isDeleted", sequence
       FROM jsonb_to_recordset($1) AS said ("accountId" text, "streamLimit" int, "isDeleted" boolean, sequence bigint)
       ORDER BY "accountId" -- so that two who take over at once never wait for each other
       ON CONFLICT (id) DO UPDATE SET (stream_limit, is_deleted, sequence) = (excluded.stream_limit, excluded.is_deleted, excluded.sequence)
       WHERE held.sequence < excluded.sequence`,
      [JSON.stringify(rows)],
    );
    await client.query("INSERT INTO packager.deleted_profiles SELECT unnest($1::text[]) ON CONFLICT DO NOTHING", [deletedProfiles]);
    await client.query(
      `UPDATE packager.playback_sessions SET ended_at = $3
       WHERE ended_at IS NULL AND account_id = ANY($1)
         AND (profile_id = ANY($2) OR account_id IN (SELECT id FROM packager.accounts WHERE is_deleted AND id = ANY($1)))`,
      [rows.map(({ accountId }) => accountId), deletedProfiles, at],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** The latest of each subject alone: one statement cannot replace a row twice. */
function newest(events: readonly AccountEvent[]): readonly AccountEvent[] {
  return [...new Map(events.toSorted((a, b) => a.sequence - b.sequence).map((event) => [event.subject, event])).values()];
}

function membershipOf(row: Row | undefined): Membership {
  const streamLimit = row?.isDeleted ? 0 : (row?.streamLimit ?? firstStreamLimit);
  return { streamLimit, isProfileDeleted: row?.isProfileDeleted ?? false };
}
