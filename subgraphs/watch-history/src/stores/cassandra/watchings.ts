import type { Cassandra, PartitionWrite, RunOptions } from "@marquee/cassandra";
import { types } from "cassandra-driver";
import type { LastReport, ProfileStore, SessionKey, Watching, WatchingChange } from "../../domain/profile-store.ts";
import { decodeLatest, decodeWatching, encodeLatest, encodeWatching, timestampUs } from "./cells.ts";

/** Above every start, so that one statement serves the first page too. */
const FROM_THE_LATEST = { startedAtMs: Number.MAX_SAFE_INTEGER, sessionId: "" };

const ROW = "WHERE profile_id = ? AND started_at_ms = ? AND session_id = ?";
const MOVE = `UPDATE watchings USING TIMESTAMP ? SET cell = ? ${ROW}`;
const MOVE_BOTH = `UPDATE watchings USING TIMESTAMP ? SET cell = ?, latest = ? ${ROW}`;
const LATEST = `UPDATE watchings USING TIMESTAMP ? SET latest = ? ${ROW}`;
const HEARD = `UPDATE watchings USING TIMESTAMP ? SET heard_us = ? ${ROW}`;
const REMOVE = `UPDATE watchings SET is_removed = true ${ROW}`;
const ONE = `SELECT cell FROM watchings ${ROW}`;
const PAGE =
  "SELECT started_at_ms, session_id, cell, is_removed FROM watchings WHERE profile_id = ? AND (started_at_ms, session_id) < (?, ?)";
const REPORTS = `SELECT started_at_ms, session_id, latest, heard_us FROM watchings
  WHERE profile_id = ? AND (started_at_ms, session_id) IN ?`;

type Watchings = Pick<ProfileStore, "history" | "lastReports" | "removeWatching"> & {
  readonly watchingWrites: (changes: readonly WatchingChange[]) => readonly PartitionWrite[];
};

export function watchingsIn(cassandra: Cassandra): Watchings {
  return {
    watchingWrites: (changes) => changes.flatMap(writesOf),

    async history(profileId, first, after = FROM_THE_LATEST) {
      const found: Watching[] = [];
      // What was removed, or never watched, stays in its place: it is read and left out, so a page may take more than one reading.
      for (let page: RunOptions | undefined = { fetchSize: Math.max(first, 20) }; page && found.length < first; ) {
        const result: types.ResultSet = await cassandra.run(PAGE, [profileId, after.startedAtMs, after.sessionId], page);
        for (const row of result.rows) found.push(...watching(row));
        page = result.pageState ? { ...page, pageState: result.pageState } : undefined;
      }
      return found.slice(0, first);
    },

    async lastReports(sessions) {
      const byProfile = [...Map.groupBy(sessions, ({ profileId }) => profileId)];
      const rows = await Promise.all(
        byProfile.map(async ([profileId, its]) => {
          const keys = its.map(({ startedAtMs, sessionId }) => new types.Tuple(types.Long.fromNumber(startedAtMs), sessionId));
          return (await cassandra.rows(REPORTS, [profileId, keys])).map(
            (row) => [keyOf(sessionKey(profileId, row)), lastReport(row)] as const,
          );
        }),
      );
      const found = new Map(rows.flat());
      return sessions.map((session) => found.get(keyOf(session)));
    },

    async removeWatching(profileId, { startedAtMs, sessionId }) {
      const key = [profileId, startedAtMs, sessionId];
      const { rows } = await cassandra.run(ONE, key);
      if (!rows[0]?.cell) return false;
      await cassandra.run(REMOVE, key);
      return true;
    },
  };
}

/** Three cells, each with a write timestamp of its own; the first two mostly share theirs, and then a statement. */
function writesOf(change: WatchingChange): readonly PartitionWrite[] {
  const { profileId, playableId, startedAtMs, sessionId, cell, latest, heardAtMs } = change;
  const write = (cql: string, timestamp: number, ...values: readonly unknown[]) => ({
    partition: profileId,
    cql,
    params: [timestamp, ...values, profileId, startedAtMs, sessionId],
  });
  const heardUs = Math.round(heardAtMs * 1_000);
  const heard = write(HEARD, heardUs, heardUs);
  const latestAt = timestampUs(latest);
  if (cell && timestampUs(cell) === latestAt) {
    return [write(MOVE_BOTH, latestAt, encodeWatching(cell, playableId), encodeLatest(latest)), heard];
  }
  const moved = cell ? [write(MOVE, timestampUs(cell), encodeWatching(cell, playableId))] : [];
  return [...moved, write(LATEST, latestAt, encodeLatest(latest)), heard];
}

function watching(row: types.Row): readonly Watching[] {
  const cell: Buffer | null = row.cell;
  if (!cell || row.is_removed === true) return [];
  return [{ startedAtMs: startOf(row), sessionId: row.session_id, ...decodeWatching(cell) }];
}

function lastReport(row: types.Row): LastReport | undefined {
  const heardUs: types.Long | null = row.heard_us;
  const latest: Buffer | null = row.latest;
  return heardUs && latest ? { receivedAtMs: heardUs.toNumber() / 1_000, kind: decodeLatest(latest) } : undefined;
}

function sessionKey(profileId: string, row: types.Row): SessionKey {
  return { profileId, startedAtMs: startOf(row), sessionId: row.session_id };
}

function startOf(row: types.Row): number {
  const startedAtMs: types.Long = row.started_at_ms;
  return startedAtMs.toNumber();
}

function keyOf({ profileId, startedAtMs, sessionId }: SessionKey): string {
  return JSON.stringify([profileId, startedAtMs, sessionId]);
}
