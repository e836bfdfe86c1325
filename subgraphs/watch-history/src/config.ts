import { type CassandraOptions, cassandraOptions, cassandraSettings } from "@marquee/cassandra";
import { type RedisOptions, redisOptions, redisSettings } from "@marquee/redis";
import { readSettings } from "@marquee/settings";
import { z } from "zod";

export interface WatchHistoryConfig {
  /** Where everything is kept, in the schema `watch_history`; not used where Cassandra is given, and needed otherwise. */
  readonly databaseUrl?: string | undefined;
  /** How many connections to PostgreSQL are opened at most; 10 unless given. */
  readonly databasePoolMax?: number;
  /** Shared with the router and with packager; at least 32 characters. */
  readonly claimSecret: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** Shared with packager, which signs the session tokens; at least 32 characters. */
  readonly playbackSecret: string;
  /** In how many parts a title's events lie; never changed while events are kept. */
  readonly parts: number;
  /** How old an event may be when it is reported. */
  readonly lateLimitHours: number;
  /** How long after a received minute metrics sweeps it; the same number as there. */
  readonly graceMs: number;
  /** How long raw events are kept. */
  readonly eventsKeptDays: number;
  /** Where what happened is told to the other processes; absent where it stays in this one. */
  readonly redis?: RedisOptions | undefined;
  /** Where view events and all that comes of them are kept; in PostgreSQL where absent. */
  readonly cassandra?: CassandraOptions | undefined;
}

const secret = z.string().min(32, "expected at least 32 characters");

/** Every variable that a process of watch-history reads. */
export const settings = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).describe("PostgreSQL, as postgresql://user:password@host/database"),
  DATABASE_POOL_MAX: z.coerce
    .number()
    .int()
    .min(8)
    .max(1_000)
    .default(10)
    .describe("how many connections to PostgreSQL are opened at most"),
  CLAIM_SECRET: secret.describe("shared by the router and the subgraphs"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4_004).describe("the port to listen on"),
  HOST: z.string().default("127.0.0.1").describe("the address to listen on"),
  PLAYBACK_SECRET: secret.describe("signs session tokens, shared with packager"),
  VIEW_EVENT_PARTS: z.coerce.number().int().min(1).max(4_096).default(16).describe("parts of a title's events, fixed for good"),
  LATE_LIMIT_HOURS: z.coerce
    .number()
    .positive()
    .max(24 * 60)
    .default(24)
    .describe("how old a reported event may be"),
  VIEW_EVENT_GRACE_MS: z.coerce.number().int().min(1_000).default(10_000).describe("when a received minute is swept, shared with metrics"),
  VIEW_EVENTS_KEPT_DAYS: z.coerce.number().positive().default(90).describe("how long raw view events are kept"),
  ...redisSettings,
  ...cassandraSettings,
});

const onCassandra = settings.extend({ DATABASE_URL: settings.shape.DATABASE_URL.optional() });

/**
 * Reads what a process of watch-history needs.
 *
 * @param environment the process's own, unless given
 * @throws InvalidSettings with every problem at once
 */
export function readWatchHistoryConfig(environment: Readonly<Record<string, string | undefined>> = process.env): WatchHistoryConfig {
  const read = readSettings(environment.CASSANDRA_CONTACT_POINTS ? onCassandra : settings, environment);
  return {
    databaseUrl: read.DATABASE_URL,
    databasePoolMax: read.DATABASE_POOL_MAX,
    claimSecret: read.CLAIM_SECRET,
    port: read.PORT,
    host: read.HOST,
    playbackSecret: read.PLAYBACK_SECRET,
    parts: read.VIEW_EVENT_PARTS,
    lateLimitHours: read.LATE_LIMIT_HOURS,
    graceMs: read.VIEW_EVENT_GRACE_MS,
    eventsKeptDays: read.VIEW_EVENTS_KEPT_DAYS,
    redis: redisOptions(read),
    cassandra: cassandraOptions(read),
  };
}
