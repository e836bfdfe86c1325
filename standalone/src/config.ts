import { delimiter, resolve } from "node:path";
import { readSettings } from "@marquee/settings";
import { z } from "zod";

const flag = z.stringbool();

const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000).describe("the one port for the pages, the graph and the media"),
  HOST: z.string().default("127.0.0.1").describe("the address to listen on; 0.0.0.0 for other devices in the house"),
  PUBLIC_URL: z.url().optional().describe("how clients reach this Marquee, when it is not http://localhost:PORT"),
  MARQUEE_HOME: z.string().default(".marquee").describe("the folder for everything that is kept"),
  DATABASE_URL: z.url().optional().describe("a PostgreSQL to use instead of the embedded one"),
  DEMO: flag.default(true).describe("whether to start with demo titles and accounts"),
  DEMO_FILMS: flag.optional().describe("whether the demo's films are made; as DEMO says, unless given"),
  IMPORT_FOLDERS: z.string().default("").describe("folders, divided by colons, whose files operators may import as file: URLs"),
  LATE_LIMIT_HOURS: z.coerce
    .number()
    .positive()
    .max(24 * 60)
    .default(24)
    .describe("how old a reported event may be"),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "silent"])
    .default("warn")
    .describe("what the log says beside the progress"),
});

export interface StandaloneConfig {
  readonly port: number;
  readonly host: string;
  /** Absent: `http://localhost` and the port that was taken. */
  readonly publicUrl: string | undefined;
  /** Absolute. */
  readonly home: string;
  readonly databaseUrl: string | undefined;
  readonly isDemo: boolean;
  readonly hasDemoFilms: boolean;
  /** Where `file:` sources of imports may lie; uploads need none. */
  readonly importFolders: readonly string[];
  /** How old a reported event may be. */
  readonly lateLimitHours: number;
  readonly logLevel: string;
}

/** @throws InvalidSettings */
export function readStandaloneConfig(environment: NodeJS.ProcessEnv = process.env): StandaloneConfig {
  const read = readSettings(settings, environment);
  const { PORT, HOST, PUBLIC_URL, MARQUEE_HOME, DATABASE_URL, DEMO, DEMO_FILMS, IMPORT_FOLDERS, LATE_LIMIT_HOURS, LOG_LEVEL } = read;
  return {
    port: PORT,
    host: HOST,
    publicUrl: PUBLIC_URL?.replace(/\/$/, ""),
    home: resolve(MARQUEE_HOME),
    databaseUrl: DATABASE_URL,
    isDemo: DEMO,
    hasDemoFilms: DEMO_FILMS ?? DEMO,
    importFolders: IMPORT_FOLDERS.split(delimiter).filter(Boolean),
    lateLimitHours: LATE_LIMIT_HOURS,
    logLevel: LOG_LEVEL,
  };
}
