import { outboxSql } from "@marquee/outbox";
import type { Migration } from "@marquee/postgres";

/** Works, what is said of them, and how they are found. */
export const catalog: Migration = {
  name: "001-catalog",
  sql: [
    // Extensions belong to the database and not to this schema: others may use them, and they outlive it.
    "CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public",
    "CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA public",

    // How names are compared: without accents, case and punctuation ("Amélie" and "amelie", "Ocean's Eleven" and "oceans eleven").
    // unaccent is only called stable because its rules could be edited; nobody does, and a generated column needs an immutable one.
    `CREATE FUNCTION fold(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
     RETURN btrim(regexp_replace(replace(lower(public.unaccent('public.unaccent', value)), '''', ''), '[^[:alnum:]]+', ' ', 'g'))`,
    `CREATE FUNCTION sort_name(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
     RETURN regexp_replace(fold(name), '^(the|a|an) ', '')`,

    `CREATE TABLE works (
       id uuid PRIMARY KEY,
       kind text NOT NULL CHECK (kind IN ('MOVIE', 'SERIES', 'EPISODE', 'CHANNEL')),
       name text NOT NULL,
       synopsis text,
       year int,
       maturity_rating text CHECK (maturity_rating IN ('ALL', 'SEVEN', 'TWELVE', 'SIXTEEN', 'EIGHTEEN')),
       duration_seconds double precision,
       series_id uuid REFERENCES works,
       season_number int,
       number int,
       imdb_rating double precision,
       imdb_votes int,
       has_video boolean NOT NULL DEFAULT false,
       video_sequence bigint,
       added_at timestamptz,
       is_withdrawn boolean NOT NULL DEFAULT false,
       version int NOT NULL DEFAULT 1,
       folded_name text NOT NULL GENERATED ALWAYS AS (fold(name)) STORED,
       sort_name text NOT NULL GENERATED ALWAYS AS (sort_name(name)) STORED,
       search_text text NOT NULL DEFAULT '',
       search_document tsvector NOT NULL DEFAULT '',
       CHECK (kind = 'EPISODE' OR (series_id IS NULL AND season_number IS NULL AND number IS NULL)),
       CHECK (kind <> 'EPISODE' OR number IS NOT NULL),
       CHECK ((series_id IS NULL) = (season_number IS NULL)),
       UNIQUE (series_id, season_number, number)
     )`,
    "COMMENT ON COLUMN works.video_sequence IS 'Of the latest event about its video; null before the first'",
    "COMMENT ON COLUMN works.added_at IS 'When an import brought it in; null for what was here from the start'",
    "COMMENT ON COLUMN works.is_withdrawn IS 'Neither listed nor playable any more; who withdraws a series sets it on the episodes too'",
    "COMMENT ON COLUMN works.version IS 'Grows with each change that its event tells of'",
    "CREATE INDEX works_by_name ON works (sort_name, id) WHERE kind IN ('MOVIE', 'SERIES')",
    "CREATE INDEX works_with_video ON works (id) WHERE has_video",
    "CREATE INDEX works_search_document ON works USING gin (search_document)",
    "CREATE INDEX works_search_text ON works USING gin (search_text public.gin_trgm_ops) WHERE search_text <> ''",

    "CREATE TABLE people (id uuid PRIMARY KEY, name text NOT NULL)",
    `CREATE TABLE credits (
       work_id uuid NOT NULL REFERENCES works,
       position int NOT NULL,
       person_id uuid NOT NULL REFERENCES people,
       role text NOT NULL CHECK (role IN ('DIRECTOR', 'WRITER', 'ACTOR', 'COMPOSER', 'CINEMATOGRAPHER')),
       character text,
       PRIMARY KEY (work_id, position)
     )`,
    "CREATE INDEX credits_of_person ON credits (person_id)",
    "CREATE TABLE genres (id uuid PRIMARY KEY, name text NOT NULL UNIQUE)",
    "CREATE TABLE work_genres (work_id uuid NOT NULL REFERENCES works, genre_id uuid NOT NULL REFERENCES genres, PRIMARY KEY (work_id, genre_id))",
    "CREATE INDEX works_of_genre ON work_genres (genre_id)",
    `CREATE TABLE artwork (
       work_id uuid NOT NULL REFERENCES works,
       kind text NOT NULL CHECK (kind IN ('POSTER', 'BACKDROP')),
       file text NOT NULL,
       width int,
       height int,
       PRIMARY KEY (work_id, kind)
     )`,
    `CREATE TABLE availability_windows (
       id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
       work_id uuid NOT NULL REFERENCES works,
       territories text[],
       starts_at timestamptz,
       ends_at timestamptz,
       CHECK (starts_at < ends_at)
     )`,
    "COMMENT ON COLUMN availability_windows.territories IS 'ISO 3166-1 alpha-2; null means everywhere'",
    "CREATE INDEX windows_of_work ON availability_windows (work_id)",

    // What a search looks through: names first ("d'Amélie" as "damelie" and as "d amelie"), then people, genres and the synopsis. Called for works whose words may have changed.
    `CREATE FUNCTION refresh_search(ids uuid[]) RETURNS void LANGUAGE sql
     BEGIN ATOMIC
       UPDATE works SET
         search_text = fold(concat_ws(' ', works.name, said.people)),
         search_document = setweight(to_tsvector('simple', works.folded_name || ' ' || fold(regexp_replace(works.name, '[''’]', ' ', 'g'))), 'A')
           || setweight(to_tsvector('simple', coalesce(fold(said.people), '')), 'B')
           || setweight(to_tsvector('simple', coalesce(fold(said.genres), '')), 'C')
           || setweight(to_tsvector('simple', coalesce(fold(works.synopsis), '')), 'D')
       FROM (
         SELECT w.id,
           (SELECT string_agg(p.name, ' ' ORDER BY c.position) FROM credits c JOIN people p ON p.id = c.person_id WHERE c.work_id = w.id) AS people,
           (SELECT string_agg(g.name, ' ' ORDER BY g.name) FROM work_genres x JOIN genres g ON g.id = x.genre_id WHERE x.work_id = w.id) AS genres
         FROM works w WHERE w.id = ANY (ids) AND w.kind IN ('MOVIE', 'SERIES')
       ) said
       WHERE works.id = said.id;
     END`,

    // Words that are half right find a name or a person. The threshold is a setting, so the function brings it along; the index serves it.
    `CREATE FUNCTION works_like(words text) RETURNS SETOF uuid LANGUAGE sql STABLE STRICT
     SET pg_trgm.word_similarity_threshold = 0.5
     AS 'SELECT id FROM catalog.works WHERE search_text <> '''' AND words OPERATOR(public.<%) search_text'`,

    ...outboxSql,
  ],
};
