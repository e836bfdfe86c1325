import { outboxSql } from "@marquee/outbox";
import type { Migration } from "@marquee/postgres";

export const accounts: Migration = {
  name: "0001-accounts",
  sql: [
    `CREATE TABLE accounts (
       id uuid PRIMARY KEY,
       email text NOT NULL UNIQUE,
       password_hash text NOT NULL,
       territory char(2) NOT NULL,
       scopes text[] NOT NULL DEFAULT '{}',
       version int NOT NULL DEFAULT 1
     )`,
    // A deleted profile stays as a row without a name, so that its end can be told again to a log that was lost.
    `CREATE TABLE profiles (
       id uuid PRIMARY KEY,
       account_id uuid NOT NULL REFERENCES accounts,
       name text NOT NULL,
       maturity_limit text NOT NULL CHECK (maturity_limit IN ('ALL', 'SEVEN', 'TWELVE', 'SIXTEEN', 'EIGHTEEN')),
       pin_hash text,
       created_at timestamptz NOT NULL,
       deleted_at timestamptz,
       version int NOT NULL DEFAULT 1
     )`,
    "CREATE INDEX profiles_of_account ON profiles (account_id)",
    // One row for each device that is signed in; token_hash is of the one refresh token that is good.
    `CREATE TABLE sign_ins (
       id uuid PRIMARY KEY,
       account_id uuid NOT NULL REFERENCES accounts,
       profile_id uuid REFERENCES profiles,
       device_name text NOT NULL,
       token_hash text NOT NULL UNIQUE,
       rotation_salt text NOT NULL,
       last_seen_at timestamptz NOT NULL,
       expires_at timestamptz NOT NULL
     )`,
    "CREATE INDEX sign_ins_of_account ON sign_ins (account_id, last_seen_at DESC)",
    "CREATE INDEX sign_ins_by_expiry ON sign_ins (expires_at)",
    // Tokens that were exchanged, kept to notice when one comes back.
    `CREATE TABLE used_refresh_tokens (
       hash text PRIMARY KEY,
       sign_in_id uuid NOT NULL REFERENCES sign_ins ON DELETE CASCADE,
       successor_hash text NOT NULL,
       used_at timestamptz NOT NULL
     )`,
    "CREATE INDEX used_refresh_tokens_of_sign_in ON used_refresh_tokens (sign_in_id)",
    "CREATE INDEX used_refresh_tokens_by_age ON used_refresh_tokens (used_at)",
    `CREATE TABLE signing_keys (
       id uuid PRIMARY KEY,
       jwk jsonb NOT NULL,
       created_at timestamptz NOT NULL
     )`,
    `CREATE TABLE attempts (
       key text PRIMARY KEY,
       tries int NOT NULL,
       ends_at timestamptz NOT NULL
     )`,
    "CREATE INDEX attempts_by_end ON attempts (ends_at)",
    ...outboxSql,
  ],
};
