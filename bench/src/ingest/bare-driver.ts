import type { Cassandra } from "@marquee/cassandra";
import { partOf } from "@marquee/view-events";
import type { Outcome } from "../closed-loop.ts";
import type { ReportedEvent, Viewer } from "./viewers.ts";

const PARTS = 16;
const KEPT_SECONDS = 90 * 86_400;

const EVENT = `INSERT INTO view_events (playable_id, minute, part, session_id, source, sequence, payload) VALUES (?, ?, ?, ?, ?, ?, ?)
  USING TTL ${KEPT_SECONDS} AND TIMESTAMP ?`;
const MARK = `INSERT INTO touched_windows (received_minute, part, playable_id, minute) VALUES (?, ?, ?, ?) USING TTL ${KEPT_SECONDS}`;
const POINT = "UPDATE resume_points USING TIMESTAMP ? SET point = ? WHERE profile_id = ? AND playable_id = ?";
const IN_PROGRESS = "INSERT INTO in_progress (profile_id, playable_id) VALUES (?, ?) USING TIMESTAMP ?";
const ROW = "WHERE profile_id = ? AND started_at_ms = ? AND session_id = ?";
const WATCHING = `UPDATE watchings USING TIMESTAMP ? SET cell = ?, latest = ? ${ROW}`;
/** With a timestamp of its own: a statement has one for all of its cells. */
const HEARD = `UPDATE watchings USING TIMESTAMP ? SET heard_us = ? ${ROW}`;

/** As long as what the stores write. */
const payload = Buffer.alloc(86, 7);
const point = Buffer.alloc(70, 7);
const cell = Buffer.alloc(60, 7);

/**
 * What a report costs at the least: the rows that it makes, written by the driver as the product does, with no rule and no other code.
 * A window is marked once. Then one unlogged batch for each partition: the events', and the profile's.
 */
export function bareDriver({ client }: Cassandra): (viewer: Viewer, events: readonly ReportedEvent[]) => Promise<Outcome> {
  const marked = new Set<string>();
  const batch = (statements: { readonly query: string; readonly params: unknown[] }[]) => client.batch(statements, { logged: false });

  return async ({ claims }, events) => {
    const { playableId, profileId, sessionId, startedAtMs } = claims;
    const nowUs = Date.now() * 1_000;
    const receivedMinute = Math.floor(nowUs / 60_000_000);
    const part = partOf(sessionId, PARTS);
    const byMinute = Map.groupBy(events, ({ elapsedMs }) => Math.floor((startedAtMs + elapsedMs) / 60_000));
    for (const minute of byMinute.keys()) {
      const window = `${receivedMinute} ${playableId} ${minute} ${part}`;
      if (marked.has(window)) continue;
      await client.execute(MARK, [receivedMinute, part, playableId, minute]);
      marked.add(window);
    }
    for (const [minute, its] of byMinute) {
      const rows = its.map(({ sequence }) => ({
        query: EVENT,
        params: [playableId, minute, part, sessionId, 1, sequence, payload, nowUs],
      }));
      const [only, ...others] = rows;
      if (only && others.length === 0) await client.execute(only.query, only.params);
      else await batch(rows);
    }
    await batch([
      { query: POINT, params: [nowUs, point, profileId, playableId] },
      { query: IN_PROGRESS, params: [profileId, playableId, nowUs] },
      { query: WATCHING, params: [nowUs, cell, cell, profileId, startedAtMs, sessionId] },
      { query: HEARD, params: [nowUs, nowUs, profileId, startedAtMs, sessionId] },
    ]);
    return { accepted: events.length, refused: 0 };
  };
}
