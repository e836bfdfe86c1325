import { type RedisOptions, redisOptions, redisSettings } from "@marquee/redis";
import { readSettings } from "@marquee/settings";
import { z } from "zod";

export interface PackagerConfig {
  readonly databaseUrl: string;
  /** How many connections to PostgreSQL are opened at most; 16 unless given. */
  readonly databasePoolMax?: number;
  /** Shared with the router. */
  readonly claimSecret: string;
  readonly port: number;
  readonly host: string;
  /** Signs the tokens of sessions; shared with watch-history. */
  readonly playbackSecret: string;
  /** Signs media URLs. */
  readonly mediaSecret: string;
  /** Where encodes and uploads are kept. */
  readonly mediaDir: string;
  /** Where clients reach this service's own HTTP: absolute, without a slash at its end. */
  readonly mediaBaseUrl: string;
  /** Where players send CMCD events: absolute, without a slash at its end; undefined where they are not taken. */
  readonly cmcdBaseUrl: string | undefined;
  /** Of watch-history's own HTTP; asked at each call, since it may come up later. */
  readonly watchHistoryUrl: () => string | undefined;
  /** Where `file:` sources may lie. */
  readonly importFolders: readonly string[];
  /** Whether the demo films are made at the first start. */
  readonly demo: boolean;
  /** How many imports run at once. */
  readonly encodingConcurrency: number;
  readonly uploadLimitBytes: number;
  /** The keys of access tokens, for uploads that do not come through the router. */
  readonly jwksUrl: string | undefined;
  readonly tokenIssuer: string | undefined;
  readonly tokenAudience: string | undefined;
  /** Where what happened is told to the other processes; absent where it stays in this one. */
  readonly redis?: RedisOptions | undefined;
}

const secret = z.string().min(32, "expected at least 32 characters");
const webUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ""));

/** Every variable that a process of packager reads. */
export const settings = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).describe("where PostgreSQL is: postgresql://user:password@host:port/database"),
  DATABASE_POOL_MAX: z.coerce
    .number()
    .int()
    .min(8)
    .max(1_000)
    .default(16)
    .describe("how many connections to PostgreSQL are opened at most"),
  CLAIM_SECRET: secret.describe("shared with the router"),
  PLAYBACK_SECRET: secret.describe("signs playback sessions; shared with watch-history"),
  MEDIA_SECRET: secret.describe("signs media URLs"),
  MEDIA_DIR: z.string().describe("where encodes and uploads are kept"),
  MEDIA_BASE_URL: webUrl.describe("where clients fetch media"),
  CMCD_BASE_URL: webUrl.optional().describe("where players send CMCD events, such as https://marquee.example/cmcd"),
  WATCH_HISTORY_URL: webUrl.optional().describe("watch-history, which is told of started sessions and asked for last reports"),
  IMPORT_FOLDERS: z.string().default("").describe("where file: sources may lie, separated by colons"),
  DEMO: z.stringbool().default(false).describe("whether the demo films are made"),
  ENCODING_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(1).describe("how many imports run at once"),
  UPLOAD_LIMIT_BYTES: z.coerce.number().int().positive().default(20e9).describe("the size of the largest upload"),
  JWKS_URL: webUrl.optional().describe("the public keys of access tokens"),
  TOKEN_ISSUER: z.string().optional().describe("who signs access tokens"),
  TOKEN_AUDIENCE: z.string().optional().describe("whom access tokens are for"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4003).describe("where to listen"),
  HOST: z.string().default("127.0.0.1").describe("the address to listen on"),
  ...redisSettings,
});

/** @throws InvalidSettings with every problem at once */
export function readPackagerConfig(environment: Readonly<Record<string, string | undefined>> = process.env): PackagerConfig {
  const read = readSettings(settings, environment);
  return {
    databaseUrl: read.DATABASE_URL,
    databasePoolMax: read.DATABASE_POOL_MAX,
    claimSecret: read.CLAIM_SECRET,
    port: read.PORT,
    host: read.HOST,
    playbackSecret: read.PLAYBACK_SECRET,
    mediaSecret: read.MEDIA_SECRET,
    mediaDir: read.MEDIA_DIR,
    mediaBaseUrl: read.MEDIA_BASE_URL,
    cmcdBaseUrl: read.CMCD_BASE_URL,
    watchHistoryUrl: () => read.WATCH_HISTORY_URL,
    importFolders: read.IMPORT_FOLDERS.split(":").filter(Boolean),
    demo: read.DEMO,
    encodingConcurrency: read.ENCODING_CONCURRENCY,
    uploadLimitBytes: read.UPLOAD_LIMIT_BYTES,
    jwksUrl: read.JWKS_URL,
    tokenIssuer: read.TOKEN_ISSUER,
    tokenAudience: read.TOKEN_AUDIENCE,
    redis: redisOptions(read),
  };
}
