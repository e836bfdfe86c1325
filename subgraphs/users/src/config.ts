import { type RedisOptions, redisOptions, redisSettings } from "@marquee/redis";
import { readSettings } from "@marquee/settings";
import { z } from "zod";

export interface UsersConfig {
  /** Of PostgreSQL; the schema `users` in it is this subgraph's. */
  readonly databaseUrl: string;
  /** How many connections to PostgreSQL are opened at most; 16 unless given. */
  readonly databasePoolMax?: number;
  /** Shared with the router and the other subgraphs; at least 32 characters. */
  readonly claimSecret: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** The `iss` of access tokens. */
  readonly tokenIssuer: string;
  /** The `aud` of access tokens. */
  readonly tokenAudience: string;
  /** How long an access token is good; at most an hour. */
  readonly accessTokenSeconds: number;
  /** ISO 3166-1 alpha-2: where an account is that did not say. */
  readonly defaultTerritory: string;
  /** Whether alice, bob and carol have accounts with a password that everybody knows. */
  readonly demo: boolean;
  /** Where what happened is told to the other processes; absent where it stays in this one. */
  readonly redis?: RedisOptions | undefined;
}

const databaseSettings = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).describe("where PostgreSQL is: postgres://user:password@host:port/database"),
});

/** Every variable that a process of users reads. */
export const settings = databaseSettings.extend({
  DATABASE_POOL_MAX: z.coerce
    .number()
    .int()
    .min(8)
    .max(1_000)
    .default(16)
    .describe("how many connections to PostgreSQL are opened at most"),
  CLAIM_SECRET: z.string().min(32).describe("shared with the router and the other subgraphs, 32 characters or more"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4001).describe("the port to listen on"),
  HOST: z.string().default("127.0.0.1").describe("the address to listen on"),
  TOKEN_ISSUER: z.string().min(1).describe("the issuer that access tokens name, usually the public URL"),
  TOKEN_AUDIENCE: z.string().min(1).default("marquee").describe("the audience that access tokens name"),
  ACCESS_TOKEN_SECONDS: z.coerce.number().int().min(30).max(3_600).default(900).describe("how long an access token is good"),
  DEFAULT_TERRITORY: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default("US")
    .describe("the country of an account that did not say, as two letters"),
  DEMO: z.stringbool().default(false).describe("true creates the demo accounts"),
  ...redisSettings,
});

/** @throws InvalidSettings naming every variable that is missing or wrong */
export function readUsersConfig(environment: Readonly<Record<string, string | undefined>> = process.env): UsersConfig {
  const read = readSettings(settings, environment);
  return {
    databaseUrl: read.DATABASE_URL,
    databasePoolMax: read.DATABASE_POOL_MAX,
    claimSecret: read.CLAIM_SECRET,
    port: read.PORT,
    host: read.HOST,
    tokenIssuer: read.TOKEN_ISSUER,
    tokenAudience: read.TOKEN_AUDIENCE,
    accessTokenSeconds: read.ACCESS_TOKEN_SECONDS,
    defaultTerritory: read.DEFAULT_TERRITORY,
    demo: read.DEMO,
    redis: redisOptions(read),
  };
}

/** All that a command beside the service needs. @throws InvalidSettings */
export function readDatabaseUrl(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  return readSettings(databaseSettings, environment).DATABASE_URL;
}
