import { outboxSql } from "@marquee/outbox";
import type { Migration } from "@marquee/postgres";

export const first: Migration = {
  name: "0001-first",
  sql: [
    ...outboxSql,
    // What catalog says, as its latest event had it.
    `CREATE TABLE playables (
       id text PRIMARY KEY,
       kind text NOT NULL,
       name text NOT NULL,
       maturity_rating text,
       availability jsonb NOT NULL,
       is_withdrawn boolean NOT NULL,
       sequence bigint NOT NULL
     )`,
    `CREATE TABLE encodes (
       id uuid PRIMARY KEY,
       playable_id text NOT NULL,
       duration_seconds double precision NOT NULL,
       renditions jsonb NOT NULL,
       created_at timestamptz NOT NULL,
       superseded_at timestamptz,
       is_removed boolean NOT NULL DEFAULT false
     )`,
    "CREATE INDEX encodes_superseded ON encodes (superseded_at) WHERE superseded_at IS NOT NULL AND NOT is_removed",
    `CREATE TABLE import_jobs (
       id uuid PRIMARY KEY,
       position bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
       account_id text NOT NULL,
       idempotency_key text NOT NULL,
       source_url text NOT NULL,
       playable_id text NOT NULL,
       title text,
       priority int NOT NULL,
       state text NOT NULL DEFAULT 'QUEUED',
       percent double precision NOT NULL DEFAULT 0,
       error text,
       encode_id uuid REFERENCES encodes,
       attempts int NOT NULL DEFAULT 0,
       lease_id uuid,
       lease_until timestamptz,
       created_at timestamptz NOT NULL,
       UNIQUE (account_id, idempotency_key)
     )`,
    "CREATE INDEX import_jobs_unfinished ON import_jobs (priority DESC, position) WHERE state NOT IN ('READY', 'FAILED')",
    // The video of a playable: the latest job, and what new sessions play.
    `CREATE TABLE videos (
       playable_id text PRIMARY KEY,
       kind text NOT NULL,
       title text,
       job_id uuid NOT NULL REFERENCES import_jobs,
       encode_id uuid REFERENCES encodes,
       sequence bigint NOT NULL DEFAULT 1
     )`,
    `CREATE TABLE playback_sessions (
       id uuid PRIMARY KEY,
       profile_id text NOT NULL,
       idempotency_key text NOT NULL,
       account_id text NOT NULL,
       device_id text,
       device_name text,
       playable_id text NOT NULL,
       encode_id uuid NOT NULL REFERENCES encodes,
       started_at timestamptz NOT NULL,
       reporting text NOT NULL,
       clock_offset_ms bigint,
       ended_at timestamptz,
       UNIQUE (profile_id, idempotency_key)
     )`,
    "CREATE INDEX playback_sessions_started ON playback_sessions (started_at)",
  ],
};
