import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CassandraOptions, openCassandra } from "@marquee/cassandra";
import { type Engines, startEngines } from "@marquee/engines";
import { startServices } from "@marquee/services";
import { signClaim, viewerHeader } from "@marquee/viewer-claim";
import { pino } from "pino";
import { closedLoop, type Outcome } from "../closed-loop.ts";
import { cpuSeconds } from "../cpu-seconds.ts";
import type { BenchOptions } from "../main.ts";
import { startTokenIssuer } from "../token-issuer.ts";
import { bareDriver } from "./bare-driver.ts";
import { domainAlone } from "./domain-alone.ts";
import { type PushLatency, pushLatency } from "./push-latency.ts";
import { type Rebuild, rebuild } from "./rebuild.ts";
import { reportsOverHttp } from "./report-over-http.ts";
import { audience, inTurn, type ReportedEvent, type Viewer } from "./viewers.ts";

/** What a report goes through, each with all that the one before has. */
export type Level = "driver" | "domain" | "subgraph" | "router";

interface IngestRun {
  readonly level: Level;
  /** Events in one report. */
  readonly batch: number;
  readonly eventsPerSecond: number;
  /** While it was measured; the warm-up's come before. */
  readonly accepted: number;
  readonly refused: number;
  /** Of every process that works on an event, Cassandra and Redis included, and the load's own only where it is the process that works. */
  readonly cpuSecondsPer1000Events: number;
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
}

interface IngestFigures {
  readonly runs: readonly IngestRun[];
  readonly ratios: {
    /** Events of the domain alone for each event of the bare driver. */
    readonly domainToDriver: Readonly<Record<string, number>>;
    /** CPU of an event through everything for the CPU of one through the bare driver. */
    readonly routerCpuToDriver: Readonly<Record<string, number>>;
    /** How many times faster roll-ups are rebuilt than single events come in by the router. */
    readonly rebuildToRouter: number;
  };
  readonly push: PushLatency;
  readonly rebuild: Rebuild;
}

const VIEWERS = 5_000;
const TITLES = 50;
const CONCURRENCY = 256;
const BATCHES = [1, 20];
const WARM_UP_SECONDS = 5;
/** The process that is new at a depth compiles itself meanwhile, and metrics looks for marks of the last day. */
const FIRST_WARM_UP_SECONDS = 20;
/** Cassandra takes longer to compile itself: what comes first would be charged with that. */
const CASSANDRA_WARM_UP_SECONDS = 60;

/** A part that was never swept begins so long ago: a day of it would go on while the first figures are taken. */
const SHORT_PAST = { LATE_LIMIT_HOURS: "1" };

interface Sender {
  readonly send: (viewer: Viewer, events: readonly ReportedEvent[]) => Promise<Outcome>;
  /** Of the processes that work on what is sent. */
  readonly pids: () => readonly (number | undefined)[];
}

/** Events taken in, one a report and twenty a report, at four depths; then how soon a viewer is seen, and how fast roll-ups are rebuilt. */
export async function ingest({ seconds, say }: BenchOptions): Promise<IngestFigures> {
  const home = await mkdtemp(join(tmpdir(), "marquee-bench-"));
  await using opened = new AsyncDisposableStack();
  opened.defer(() => rm(home, { recursive: true, force: true }));
  const engines = opened.use(await startEngines({ home: join(home, "engines"), cassandraNodes: 1, say }));
  const inside = await measureInside(engines, { seconds, say });

  const issuer = opened.use(await startTokenIssuer());
  say("Starting the services");
  const services = opened.use(
    await startServices({
      variables: engines.variables,
      home: join(home, "services"),
      port: 0,
      isDemo: false,
      restart: false,
      settings: { router: issuer.routerSettings, "watch-history": SHORT_PAST, metrics: SHORT_PAST },
      say,
    }),
  );
  const { PLAYBACK_SECRET: playbackSecret = "", CLAIM_SECRET: claimSecret = "" } = services.variables;
  const viewers = audience(VIEWERS, TITLES, playbackSecret);
  const tokenOf = ({ claims: { profileId } }: Viewer) =>
    issuer.tokenFor(`account of ${profileId}`, { profile: profileId, device: profileId, maturity: "EIGHTEEN", territory: "US", scope: "" });
  const tokens = new Map(await Promise.all(viewers.map(async (viewer) => [viewer.claims.profileId, await tokenOf(viewer)] as const)));
  const urlOf = (service: string) => `${services.processes.find((process) => process.service === service)?.url}/graphql`;
  const working = [engines.redis, ...engines.cassandra, ...services.processes];
  const pids = () => working.map(({ pid }) => pid);
  const outside: IngestRun[] = [];
  for (const batch of BATCHES) {
    const claim = () => signClaim({}, claimSecret, "watch-history", Date.now());
    await using subgraph = reportsOverHttp(urlOf("watch-history"), CONCURRENCY, () => ({ [viewerHeader]: claim() }));
    outside.push(await measure({ level: "subgraph", batch, seconds, say, viewers, sender: { send: subgraph.send, pids } }));
    await using router = reportsOverHttp(urlOf("router"), CONCURRENCY, ({ claims }) => ({
      authorization: `Bearer ${tokens.get(claims.profileId)}`,
    }));
    outside.push(await measure({ level: "router", batch, seconds, say, viewers, sender: { send: router.send, pids } }));
  }
  say("Rebuilding the roll-ups of what came in");
  await using cassandra = await openCassandra(cassandraAt(engines, "marquee"), pino({ level: "warn" }, process.stderr));
  const events = outside.reduce((sum, { accepted }) => sum + accepted, 0);
  const rebuilt = await rebuild({ cassandra, variables: engines.variables, events });
  say("Joining and leaving among 2,000 viewers");
  const push = await pushLatency({ url: urlOf("router"), playbackSecret, viewers: 2_000, say });
  const runs = [...inside, ...outside];
  return { runs, ratios: ratiosOf(runs, rebuilt), push, rebuild: rebuilt };
}

/** The two depths that need no other process. */
async function measureInside(engines: Engines, { seconds, say }: BenchOptions): Promise<readonly IngestRun[]> {
  const logger = pino({ level: "warn" }, process.stderr);
  const options = cassandraAt(engines, "bench");
  const playbackSecret = "a secret of the bench's own, for nobody else";
  await using domain = await domainAlone({ cassandra: options, playbackSecret, logger }); // makes the tables, too
  await using cassandra = await openCassandra(options, logger);
  const driver = bareDriver(cassandra);
  const pids = () => [process.pid, ...engines.cassandra.map(({ pid }) => pid)];
  const runs: IngestRun[] = [];
  for (const batch of BATCHES) {
    const viewers = audience(VIEWERS, TITLES, playbackSecret);
    runs.push(await measure({ level: "driver", batch, seconds, say, viewers, sender: { send: driver, pids } }));
    runs.push(await measure({ level: "domain", batch, seconds, say, viewers, sender: { send: domain.send, pids } }));
  }
  return runs;
}

function cassandraAt({ variables }: Engines, keyspace: string): CassandraOptions {
  return {
    contactPoints: variables.CASSANDRA_CONTACT_POINTS?.split(",") ?? [],
    localDatacenter: variables.CASSANDRA_LOCAL_DATACENTER ?? "datacenter1",
    keyspace,
    replicationFactor: 1,
  };
}

interface Measuring {
  readonly level: Level;
  readonly batch: number;
  readonly seconds: number;
  readonly say: (sentence: string) => void;
  readonly viewers: readonly Viewer[];
  readonly sender: Sender;
}

async function measure({ level, batch, seconds, say, viewers, sender }: Measuring): Promise<IngestRun> {
  const next = inTurn(viewers);
  let before = 0;
  const request = () => {
    const viewer = next();
    return sender.send(viewer, viewer.report(batch));
  };
  const loop = { concurrency: CONCURRENCY, warmUpSeconds: warmUpSecondsOf(level, batch), seconds, request };
  const result = await closedLoop(loop, () => {
    before = cpuSeconds(sender.pids());
  });
  const cpu = cpuSeconds(sender.pids()) - before;
  const run = {
    level,
    batch,
    eventsPerSecond: Math.round(result.accepted / seconds),
    accepted: result.accepted,
    refused: result.refused,
    cpuSecondsPer1000Events: rounded((cpu / result.accepted) * 1_000),
    p50Ms: result.p50Ms && rounded(result.p50Ms),
    p99Ms: result.p99Ms && rounded(result.p99Ms),
  };
  say(`${level}, ${batch} a report: ${run.eventsPerSecond} events/s, ${run.cpuSecondsPer1000Events} CPU seconds for 1,000`);
  return run;
}

function warmUpSecondsOf(level: Level, batch: number): number {
  if (batch !== BATCHES[0]) return WARM_UP_SECONDS;
  return level === "driver" ? CASSANDRA_WARM_UP_SECONDS : FIRST_WARM_UP_SECONDS;
}

function ratiosOf(runs: readonly IngestRun[], { eventsPerSecond }: Rebuild): IngestFigures["ratios"] {
  const of = (level: Level, batch: number) => runs.find((run) => run.level === level && run.batch === batch);
  const ratio = (a: number | undefined, b: number | undefined) => (a !== undefined && b ? rounded(a / b) : Number.NaN);
  const each = (value: (batch: number) => number) => Object.fromEntries(BATCHES.map((batch) => [String(batch), value(batch)]));
  return {
    domainToDriver: each((batch) => ratio(of("domain", batch)?.eventsPerSecond, of("driver", batch)?.eventsPerSecond)),
    routerCpuToDriver: each((batch) => ratio(of("router", batch)?.cpuSecondsPer1000Events, of("driver", batch)?.cpuSecondsPer1000Events)),
    rebuildToRouter: ratio(eventsPerSecond, of("router", 1)?.eventsPerSecond),
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
