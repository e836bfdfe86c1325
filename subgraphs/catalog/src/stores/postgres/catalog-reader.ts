import type { EntityManager } from "@mikro-orm/postgresql";
import type { Pool } from "pg";
import type { CatalogReader } from "../../domain/catalog-reader.ts";
import type { Sight } from "../../domain/sight.ts";
import { isUuid, type SortKey, type TitleListing, type TitlePage, type TitlePageRequest, writeCursor } from "../../domain/title-listing.ts";
import type { Artwork, Availability, Credit, Genre, Work } from "../../domain/work.ts";
import { availability } from "./availability-sql.ts";
import { artworkEntity, creditEntity, workEntity, workGenreEntity } from "./entities.ts";
import { workOf } from "./rows.ts";
import { type Sql, sql } from "./sql.ts";
import { countsSql, pagesSql } from "./title-listing-sql.ts";

/** Reads by key go through MikroORM, lists and searches are SQL of their own. Each method is one statement. */
export class PostgresCatalogReader implements CatalogReader {
  constructor(
    private readonly em: EntityManager,
    private readonly pool: Pool,
  ) {}

  async works(ids: readonly string[]): Promise<readonly (Work | undefined)[]> {
    const rows = await this.em.fork().find(workEntity, { id: { $in: uuids(ids) }, isWithdrawn: false });
    const byId = new Map(rows.map((row) => [row.id, workOf(row)]));
    return ids.map((id) => byId.get(id.toLowerCase()));
  }

  async episodesOf(seriesIds: readonly string[]): Promise<readonly (readonly Work[])[]> {
    const where = { seriesId: { $in: uuids(seriesIds) }, isWithdrawn: false };
    const rows = await this.em.fork().find(workEntity, where, { orderBy: { seasonNumber: "asc", number: "asc" } });
    return grouped(seriesIds, rows.map(workOf), ({ seriesId }) => seriesId);
  }

  async genresOf(workIds: readonly string[]): Promise<readonly (readonly Genre[])[]> {
    const where = { workId: { $in: uuids(workIds) } };
    const rows = await this.em
      .fork()
      .find(workGenreEntity, where, { populate: ["genre"], strategy: "joined", orderBy: { genre: { name: "asc" } } });
    return grouped(workIds, rows, ({ workId }) => workId).map((own) => own.map(({ genre: { id, name } }) => ({ id, name })));
  }

  async creditsOf(workIds: readonly string[]): Promise<readonly (readonly Credit[])[]> {
    const where = { workId: { $in: uuids(workIds) } };
    const rows = await this.em.fork().find(creditEntity, where, { populate: ["person"], strategy: "joined", orderBy: { position: "asc" } });
    return grouped(workIds, rows, ({ workId }) => workId).map((own) =>
      own.map(({ person: { id, name }, role, character }) => ({ person: { id, name }, role, character: character ?? undefined })),
    );
  }

  async artworkOf(workIds: readonly string[]): Promise<readonly (readonly Artwork[])[]> {
    const rows = await this.em.fork().find(artworkEntity, { workId: { $in: uuids(workIds) } }, { orderBy: { kind: "desc" } });
    return grouped(workIds, rows, ({ workId }) => workId).map((own) =>
      own.map(({ kind, file, width, height }) => ({ kind, file, width: width ?? undefined, height: height ?? undefined })),
    );
  }

  async availabilityOf(workIds: readonly string[], sight: Sight): Promise<readonly Availability[]> {
    type Row = { readonly id: string; readonly isPlayableNow: boolean; readonly availableFrom: Date | null };
    const rows = await this.rows<Row>(availability(uuids(workIds), sight));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return workIds.map((id) => {
      const { isPlayableNow = false, availableFrom } = byId.get(id.toLowerCase()) ?? {};
      return { isPlayableNow, availableFrom: availableFrom ?? undefined };
    });
  }

  genres(): Promise<readonly (Genre & { readonly titles: number })[]> {
    return this.rows(sql`SELECT g.id, g.name, count(w.id)::int AS titles
      FROM catalog.genres g LEFT JOIN catalog.work_genres x ON x.genre_id = g.id LEFT JOIN catalog.works w ON w.id = x.work_id AND NOT w.is_withdrawn
      GROUP BY g.id ORDER BY g.name`);
  }

  async pages(requests: readonly TitlePageRequest[], sight: Sight): Promise<readonly TitlePage[]> {
    type Row = { readonly request: number; readonly id: string; readonly key: SortKey };
    const rows = await this.rows<Row>(pagesSql(requests, sight));
    return requests.map(({ listing: { order }, page: { first } }, index) => {
      const own = rows.filter(({ request }) => request === index);
      return {
        entries: own.slice(0, first).map(({ id, key }) => ({ id, cursor: writeCursor(order, key) })),
        hasNextPage: own.length > first,
      };
    });
  }

  async counts(listings: readonly TitleListing[], sight: Sight): Promise<readonly number[]> {
    const rows = await this.rows<{ readonly request: number; readonly titles: number }>(countsSql(listings, sight));
    const byRequest = new Map(rows.map(({ request, titles }) => [request, titles]));
    return listings.map((_, index) => byRequest.get(index) ?? 0);
  }

  private async rows<Row extends object>(statement: Sql): Promise<readonly Row[]> {
    return (await this.pool.query<Row>(statement.rendered())).rows;
  }
}

/** Any text may come as an id; what cannot be one finds nothing, and never reaches the database. */
function uuids(ids: readonly string[]): string[] {
  return ids.filter(isUuid);
}

function grouped<Row>(ids: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string | undefined): readonly (readonly Row[])[] {
  const groups = Map.groupBy(rows, keyOf);
  return ids.map((id) => groups.get(id.toLowerCase()) ?? []);
}
