import { readSettings } from "@marquee/settings";
import { z } from "zod";

const webUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ""));
const port = z.coerce.number().int().min(0).max(65_535);

const servicesSettings = z.object({
  PORT: port.default(4000).describe("the one port for the pages, the graph and the media"),
  HOST: z.string().default("127.0.0.1").describe("the address to listen on; 0.0.0.0 for other devices in the house"),
  PUBLIC_URL: webUrl.optional().describe("how clients reach it, when it is not http://localhost:PORT"),
  MARQUEE_HOME: z.string().default(".marquee").describe("the folder for everything that is kept"),
  DEMO: z.stringbool().default(true).describe("whether to start with demo titles, films and accounts"),
  DEMO_FILMS: z.stringbool().optional().describe("whether the demo's films are made; as DEMO says, unless given"),
});

export interface ServicesConfig {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string | undefined;
  readonly home: string;
  readonly isDemo: boolean;
  readonly hasDemoFilms: boolean;
  /** All that was set, the engines' variables among them. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Reads what `npm run services` needs. @throws InvalidSettings */
export function readServicesConfig(environment: Readonly<Record<string, string | undefined>> = process.env): ServicesConfig {
  const read = readSettings(servicesSettings, environment);
  return {
    port: read.PORT,
    host: read.HOST,
    publicUrl: read.PUBLIC_URL,
    home: read.MARQUEE_HOME,
    isDemo: read.DEMO,
    hasDemoFilms: read.DEMO_FILMS ?? read.DEMO,
    environment: inherited(environment),
  };
}

/** What every process gets from this one, such as PATH. */
export function inherited(environment: Readonly<Record<string, string | undefined>> = process.env): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** Every variable that the edge's process reads. */
export const edgeSettings = z.object({
  PORT: port.default(4000).describe("the port to listen on"),
  HOST: z.string().default("127.0.0.1").describe("the address to listen on"),
  ROUTER_URL: webUrl.describe("where the router is"),
  USERS_URL: webUrl.describe("where users is"),
  CATALOG_URL: webUrl.describe("where catalog is"),
  PACKAGER_URL: webUrl.describe("where packager is"),
  WATCH_HISTORY_URL: webUrl.describe("where watch-history is"),
  PAGES_DIR: z.string().describe("the folder with the built web client"),
  DEMO: z.stringbool().default(false).describe("whether /demo.json tells the demo's accounts"),
});

export interface EdgeConfig {
  readonly port: number;
  readonly host: string;
  readonly routerUrl: string;
  readonly usersUrl: string;
  readonly catalogUrl: string;
  readonly packagerUrl: string;
  readonly watchHistoryUrl: string;
  readonly pages: string;
  readonly isDemo: boolean;
}

/** Reads what a process of the edge needs. @throws InvalidSettings */
export function readEdgeConfig(environment: Readonly<Record<string, string | undefined>> = process.env): EdgeConfig {
  const read = readSettings(edgeSettings, environment);
  return {
    port: read.PORT,
    host: read.HOST,
    routerUrl: read.ROUTER_URL,
    usersUrl: read.USERS_URL,
    catalogUrl: read.CATALOG_URL,
    packagerUrl: read.PACKAGER_URL,
    watchHistoryUrl: read.WATCH_HISTORY_URL,
    pages: read.PAGES_DIR,
    isDemo: read.DEMO,
  };
}
