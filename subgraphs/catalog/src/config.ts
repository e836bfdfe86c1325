import { type RedisOptions, redisOptions, redisSettings } from "@marquee/redis";
import { readSettings } from "@marquee/settings";
import { z } from "zod";

export interface CatalogConfig {
  readonly databaseUrl: string;
  /** How many connections to PostgreSQL are opened at most; 16 unless given. */
  readonly databasePoolMax?: number;
  /** Shared with the router; at least 32 characters. */
  readonly claimSecret: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** Where clients find `/artwork`, without a slash at its end. */
  readonly artworkBaseUrl: string;
  /** Loads the demo titles and the films at the first start. */
  readonly demo: boolean;
  /** Where what happened is told to the other processes; absent where it stays in this one. */
  readonly redis?: RedisOptions | undefined;
}

/** Every variable that a process of catalog reads. */
export const settings = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).describe("where PostgreSQL is: postgresql://user:password@host:port/database"),
  DATABASE_POOL_MAX: z.coerce
    .number()
    .int()
    .min(8)
    .max(1_000)
    .default(16)
    .describe("how many connections to PostgreSQL are opened at most"),
  CLAIM_SECRET: z.string().min(32).describe("the secret shared with the router, at least 32 characters"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4002).describe("the port to listen on"),
  HOST: z.string().default("127.0.0.1").describe("the address to listen on"),
  ARTWORK_BASE_URL: z.url({ protocol: /^https?$/ }).describe("where clients find the catalog's pictures"),
  DEMO: z.stringbool().default(false).describe("whether to load the demo titles and films"),
  ...redisSettings,
});

/** @throws InvalidSettings */
export function readCatalogConfig(environment: Readonly<Record<string, string | undefined>> = process.env): CatalogConfig {
  const { DATABASE_URL, DATABASE_POOL_MAX, CLAIM_SECRET, PORT, HOST, ARTWORK_BASE_URL, DEMO, ...engines } = readSettings(
    settings,
    environment,
  );
  return {
    databaseUrl: DATABASE_URL,
    databasePoolMax: DATABASE_POOL_MAX,
    claimSecret: CLAIM_SECRET,
    port: PORT,
    host: HOST,
    artworkBaseUrl: ARTWORK_BASE_URL.replace(/\/+$/, ""),
    demo: DEMO,
    redis: redisOptions(engines),
  };
}
