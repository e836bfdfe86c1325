import { type CassandraOptions, cassandraOptions, cassandraSettings } from "@marquee/cassandra";
import { type RedisOptions, redisOptions, redisSettings } from "@marquee/redis";
import { readSettings } from "@marquee/settings";
import { z } from "zod";

export interface MetricsConfig {
  /** Where everything is kept; not used where Cassandra is given, and needed otherwise. */
  readonly databaseUrl?: string | undefined;
  /** How many connections to PostgreSQL are opened at most; 10 unless given. */
  readonly databasePoolMax?: number;
  /** Shared with the router; at least 32 characters. */
  readonly claimSecret: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** The number of parts that view events lie in; fixed with their store. */
  readonly parts: number;
  /** How long after its end a received minute may still be written to. */
  readonly graceMs: number;
  /** How late an event may arrive and still be taken; the same as watch-history's. */
  readonly lateLimitHours: number;
  /** How long minutes are kept: as long as watch-history keeps the events they are computed from. 90 unless given. */
  readonly eventsKeptDays?: number;
  /** Where what happened is told to the other processes; absent where it stays in this one. */
  readonly redis?: RedisOptions | undefined;
  /** Where view events and all that comes of them are kept; in PostgreSQL where absent. */
  readonly cassandra?: CassandraOptions | undefined;
  /** Where the figures of Cassandra's nodes are read, of each node one; none unless given. */
  readonly cassandraJolokiaUrls?: readonly string[];
}

/** Every variable that a process of metrics reads. */
export const settings = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).describe("PostgreSQL, as postgresql://user:password@host/database"),
  DATABASE_POOL_MAX: z.coerce
    .number()
    .int()
    .min(8)
    .max(1_000)
    .default(10)
    .describe("how many connections to PostgreSQL are opened at most"),
  CLAIM_SECRET: z.string().min(32, "expected at least 32 characters").describe("shared by the router and the subgraphs"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4_005).describe("the port to listen on"),
  HOST: z.string().default("127.0.0.1").describe("the address to listen on"),
  VIEW_EVENT_PARTS: z.coerce.number().int().min(1).max(4_096).default(16).describe("parts of a title's events, fixed for good"),
  VIEW_EVENT_GRACE_MS: z.coerce
    .number()
    .int()
    .min(1_000)
    .default(10_000)
    .describe("when a received minute is swept, shared with watch-history"),
  LATE_LIMIT_HOURS: z.coerce
    .number()
    .positive()
    .max(24 * 60)
    .default(24)
    .describe("how old a reported event may be, shared with watch-history"),
  VIEW_EVENTS_KEPT_DAYS: z.coerce.number().positive().default(90).describe("how long raw view events and minutes are kept"),
  ...redisSettings,
  ...cassandraSettings,
  CASSANDRA_JOLOKIA_URLS: z
    .string()
    .default("")
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(z.url({ protocol: /^https?$/ })))
    .describe("JMX of each Cassandra node through Jolokia, as http://host:port/jolokia, separated by commas"),
});

const onCassandra = settings.extend({ DATABASE_URL: settings.shape.DATABASE_URL.optional() });

/** Where roll-ups and view events are kept, and how they are counted. */
export type CountingConfig = Omit<MetricsConfig, "claimSecret" | "port" | "host" | "redis">;
const counting = onCassandra.omit({ CLAIM_SECRET: true, PORT: true, HOST: true });
const command = counting.extend({ MARQUEE_HOME: z.string().default(".marquee").describe("the folder of the embedded store") });

/**
 * Reads what a process of metrics needs.
 *
 * @param environment the process's own, unless given
 * @throws InvalidSettings
 */
export function readMetricsConfig(environment: Readonly<Record<string, string | undefined>> = process.env): MetricsConfig {
  const read = readSettings(environment.CASSANDRA_CONTACT_POINTS ? onCassandra : settings, environment);
  return {
    ...countingConfig(read),
    claimSecret: read.CLAIM_SECRET,
    port: read.PORT,
    host: read.HOST,
    redis: redisOptions(read),
  };
}

export interface CommandConfig extends CountingConfig {
  /** The folder of the embedded store, for where neither a database nor Cassandra is given. */
  readonly home: string;
}

/**
 * Reads what a command needs that counts again beside the processes of metrics.
 *
 * @param isEmbedded whether a database and Cassandra are passed over
 * @throws InvalidSettings
 */
export function readCommandConfig(
  isEmbedded: boolean,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): CommandConfig {
  const { DATABASE_URL: _, CASSANDRA_CONTACT_POINTS: __, ...others } = environment;
  const read = readSettings(command, isEmbedded ? others : environment);
  return { ...countingConfig(read), home: read.MARQUEE_HOME };
}

function countingConfig(read: z.infer<typeof counting>): CountingConfig {
  return {
    databaseUrl: read.DATABASE_URL,
    databasePoolMax: read.DATABASE_POOL_MAX,
    parts: read.VIEW_EVENT_PARTS,
    graceMs: read.VIEW_EVENT_GRACE_MS,
    lateLimitHours: read.LATE_LIMIT_HOURS,
    eventsKeptDays: read.VIEW_EVENTS_KEPT_DAYS,
    cassandra: cassandraOptions(read),
    cassandraJolokiaUrls: read.CASSANDRA_JOLOKIA_URLS,
  };
}
