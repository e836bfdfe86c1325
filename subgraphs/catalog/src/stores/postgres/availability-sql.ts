import type { Sight } from "../../domain/sight.ts";
import { type Sql, sql } from "./sql.ts";

/** Whether a window `v` is meant for where the asker is. An unknown territory has only what is available everywhere. */
export function isForTerritory({ territory }: Sight): Sql {
  return sql`(v.territories IS NULL OR ${territory ?? null}::text = ANY (v.territories))`;
}

/** Whether a window `v` is open now. */
export function isOpen({ now }: Sight): Sql {
  return sql`(v.starts_at IS NULL OR v.starts_at <= ${now}::timestamptz) AND (v.ends_at IS NULL OR v.ends_at > ${now}::timestamptz)`;
}

/** The ids of the titles that can be played now: movies, and series with such an episode. */
export function playableTitles(sight: Sight): Sql {
  return sql`SELECT coalesce(p.series_id, p.id) AS id
    FROM catalog.works p JOIN catalog.availability_windows v ON v.work_id = p.id
    WHERE p.has_video AND NOT p.is_withdrawn AND ${isForTerritory(sight)} AND ${isOpen(sight)}`;
}

/** What each of the works `ids` is to the asker, a series by its episodes. */
export function availability(ids: readonly string[], sight: Sight): Sql {
  return sql`SELECT asked.id, coalesce(bool_or(open.yes AND p.has_video), false) AS "isPlayableNow",
      CASE WHEN bool_or(open.yes) THEN NULL ELSE min(v.starts_at) FILTER (WHERE v.starts_at > ${sight.now}::timestamptz) END AS "availableFrom"
    FROM unnest(${ids}::uuid[]) AS asked (id)
    JOIN catalog.works p ON p.id = asked.id OR p.series_id = asked.id
    JOIN catalog.availability_windows v ON v.work_id = p.id AND ${isForTerritory(sight)}
    CROSS JOIN LATERAL (SELECT ${isOpen(sight)} AS yes) open
    WHERE NOT p.is_withdrawn
    GROUP BY asked.id`;
}
