import { join } from "node:path";
import { byService, freePorts, type ServiceName, SupervisedProcess, settingsOf } from "@marquee/services";
import { signClaim, viewerHeader } from "@marquee/viewer-claim";
import { z } from "zod";

export type Subgraph = Exclude<ServiceName, "router" | "edge">;

/** Stands in every secret that a service is told, so that one that it tells is found. */
export const HUSH = "hush";
const secret = (of: string) => `${HUSH}-${of}-`.padEnd(40, "0");

export interface Readiness {
  readonly status: number;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** One service as a process of its own. */
export interface ServiceUnderTest extends AsyncDisposable {
  readonly name: Subgraph;
  readonly pid: number | undefined;
  /** All that it printed. */
  readonly lines: readonly string[];
  isHealthy(): Promise<boolean>;
  readiness(): Promise<Readiness>;
  /** Asks it what it can answer out of its store alone. @returns what came instead of an answer; empty when it answered */
  failureToAnswer(): Promise<string>;
}

/**
 * Launches it, and waits for nothing.
 *
 * @param variables of the engines; the others are made up
 */
export async function launch(name: Subgraph, home: string, variables: Readonly<Record<string, string>>): Promise<ServiceUnderTest> {
  const [port = 0] = await freePorts(1);
  const lines: string[] = [];
  const process = new SupervisedProcess({
    service: name,
    copy: 1,
    port,
    environment: { ...elsewhere(), ...ownSettings(name, home), ...variables, HOST: "127.0.0.1", PORT: String(port) },
    restart: false,
    logFile: join(home, `${name}.log`),
    onLine: (line) => lines.push(line),
  });
  process.launch();
  return {
    name,
    lines,
    get pid() {
      return process.pid;
    },
    isHealthy: async () => (await fetch(`${process.url}/healthz`, inTime()).catch(() => undefined))?.status === 200,
    async readiness() {
      const response = await fetch(`${process.url}/readyz`, inTime());
      return { status: response.status, ...readyzShape.parse(await response.json()) };
    },
    async failureToAnswer() {
      const { query, claims = {} } = questions[name];
      const headers = { "content-type": "application/json", [viewerHeader]: signClaim(claims, secret("claim"), name, Date.now()) };
      const response = await fetch(`${process.url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }), ...inTime() });
      const text = await response.text();
      return response.ok && !text.includes('"errors"') ? "" : text;
    },
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}

const readyzShape = z.object({ problems: z.array(z.string()).default([]), warnings: z.array(z.string()).default([]) });

const inTime = () => ({ signal: AbortSignal.timeout(15_000) });

const alice = {
  sub: "00000000-0000-4000-8000-00000000a11c",
  profile: "00000000-0000-4000-8000-00000000a11d",
  territory: "US",
  maturity: "ALL",
};

const entity = (typeName: string, id: string, fields: string) =>
  `{ _entities(representations: [{ __typename: "${typeName}", id: "${id}" }]) { ... on ${typeName} { ${fields} } } }`;

/** Something that makes each service read its store. */
const questions: Readonly<Record<Subgraph, { readonly query: string; readonly claims?: Readonly<Record<string, string>> }>> = {
  users: { query: "{ me { email } }", claims: alice },
  catalog: { query: "{ titles(first: 1) { nodes { name } } }" },
  packager: { query: entity("Playable", "film", "video { state }") },
  "watch-history": { query: entity("Profile", alice.profile, "watchlist(first: 1) { nodes { __typename } }"), claims: alice },
  metrics: {
    query: entity("Playable", "film", 'audience(from: "2026-01-01T00:00:00Z", to: "2026-01-01T01:00:00Z") { asOf }'),
    claims: { ...alice, scope: "operate" },
  },
};

function ownSettings(name: Subgraph, home: string): Readonly<Record<string, string>> {
  const settings = settingsOf({
    publicUrl: "http://localhost:1",
    origins: byService(() => "http://127.0.0.1:1"), // nobody is asked
    secrets: { claimSecret: secret("claim"), playbackSecret: secret("playback"), mediaSecret: secret("media") },
    mediaDir: join(home, "media"),
    isDemo: false,
  });
  return settings[name];
}

/** What a program needs, and nothing that says where engines are. */
function elsewhere(): Readonly<Record<string, string>> {
  const { PATH = "", HOME = "" } = process.env;
  return { PATH, HOME };
}
