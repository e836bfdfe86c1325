import type { EventData, MaturityRating } from "@marquee/events";
import type { Pool } from "pg";
import type { ImportState, PlayableKind } from "../../domain/import-job.ts";
import type { CatalogEntry, CatalogProjection, Playable, PlayableStore, Video } from "../../domain/playable.ts";

interface Row {
  readonly id: string;
  readonly kind: CatalogEntry["kind"] | null;
  readonly name: string;
  readonly maturityRating: MaturityRating | null;
  readonly availability: EventData<"marquee.catalog.playable.v1">["availability"];
  readonly isWithdrawn: boolean;
  readonly videoKind: PlayableKind | null;
  readonly state: ImportState;
  readonly percent: number;
  readonly encodeId: string | null;
  readonly durationSeconds: number;
}

/** What catalog said, and what became of imports, side by side. */
export function postgresPlayables(pool: Pool): PlayableStore & CatalogProjection {
  return {
    async byIds(ids) {
      const { rows } = await pool.query<Row>({
        name: "playables-by-ids",
        text: `SELECT asked.id, p.kind, p.name, p.maturity_rating AS "maturityRating", p.availability, p.is_withdrawn AS "isWithdrawn",
            v.kind AS "videoKind", j.state, j.percent, e.id AS "encodeId", e.duration_seconds AS "durationSeconds"
          FROM unnest($1::text[]) WITH ORDINALITY AS asked (id, place)
          LEFT JOIN packager.playables p ON p.id = asked.id
          LEFT JOIN packager.videos v ON v.playable_id = asked.id
          LEFT JOIN packager.import_jobs j ON j.id = v.job_id
          LEFT JOIN packager.encodes e ON e.id = v.encode_id
          ORDER BY asked.place`,
        values: [ids.map((id) => id.replaceAll("\0", "\uFFFD"))], // PostgreSQL's text cannot hold NUL, and no id has one
      });
      return rows.map(playableOf);
    },

    async apply(events) {
      // The latest of each playable alone: one statement cannot replace a row twice.
      const latest = new Map(events.toSorted((a, b) => a.sequence - b.sequence).map((event) => [event.subject, event]));
      const rows = [...latest.values()].map(({ sequence, data }) => ({ ...data, sequence }));
      await pool.query({
        name: "apply-catalog-playables",
        text: `INSERT INTO packager.playables AS held (id, kind, name, maturity_rating, availability, is_withdrawn, sequence)
          SELECT "playableId", kind, name, "maturityRating", availability, "isWithdrawn", sequence
          FROM jsonb_to_recordset($1) AS said ("playableId" text, kind text, name text, "maturityRating" text,
            availability jsonb, "isWithdrawn" boolean, sequence bigint)
          ON CONFLICT (id) DO UPDATE SET (kind, name, maturity_rating, availability, is_withdrawn, sequence)
            = (excluded.kind, excluded.name, excluded.maturity_rating, excluded.availability, excluded.is_withdrawn, excluded.sequence)
          WHERE held.sequence < excluded.sequence`,
        values: [JSON.stringify(rows)],
      });
    },
  };
}

function playableOf(row: Row): Playable {
  const catalog = catalogOf(row);
  const video = videoOf(row);
  return { id: row.id, ...(catalog && { catalog }), ...(video && { video }) };
}

function catalogOf({ kind, name, maturityRating, availability, isWithdrawn }: Row): CatalogEntry | undefined {
  if (kind === null) return undefined;
  const windows = availability.map(({ territories, from, until }) => ({ territories, from: instant(from), until: instant(until) }));
  return { kind, name, maturityRating: maturityRating ?? undefined, availability: windows, isWithdrawn };
}

function videoOf({ id, videoKind: kind, state, percent, encodeId, durationSeconds }: Row): Video | undefined {
  if (kind === null) return undefined;
  if (encodeId === null) return { kind, state, percent };
  return { kind, state: "READY", percent: 100, encode: { id: encodeId, assetId: id, durationSeconds } };
}

function instant(text: string | null): Date | undefined {
  return text === null ? undefined : new Date(text);
}
