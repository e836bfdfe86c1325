import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { openCassandra } from "@marquee/cassandra";
import { startEngines } from "@marquee/engines";
import { type ServiceName, type ServiceProcess, startServices } from "@marquee/services";
import { cassandraViewEventStore } from "@marquee/view-events/cassandra";
import { pino } from "pino";
import { type DelayingProxy, startDelayingProxy } from "./delaying-proxy.ts";
import type { Service, Stage, StageOptions } from "./stage.ts";

const PARTS = 16;
const serviceNames: readonly ServiceName[] = ["users", "catalog", "packager", "watch-history", "metrics", "router", "edge"];
/** The demo's accounts are wanted, its titles and films are not. */
const hasNoDemo: readonly ServiceName[] = ["catalog", "packager"];

/** Engines and services of the drill's own, each a process. */
export async function separateStage({
  cassandraNodes = 1,
  copies,
  settings,
  hasCassandraProxy,
  keepsFiles,
  say,
}: StageOptions): Promise<Stage> {
  await using stack = new AsyncDisposableStack();
  const home = await mkdtemp(join(tmpdir(), "marquee-drill-"));
  stack.defer(() => (keepsFiles ? say(`Its files and logs are in ${home}`) : rm(home, { recursive: true, force: true, maxRetries: 3 })));
  const engines = stack.use(await startEngines({ home: join(home, "engines"), cassandraNodes, say }));

  const cassandraProxy: DelayingProxy | undefined = hasCassandraProxy
    ? stack.use(await startDelayingProxy(firstContactPoint(engines.variables)))
    : undefined;
  const variables = {
    ...engines.variables,
    ...(cassandraProxy && { CASSANDRA_CONTACT_POINTS: `127.0.0.1:${cassandraProxy.port}` }),
  };
  const services = stack.use(
    await startServices({
      variables,
      home,
      port: 0,
      copies,
      settings: Object.fromEntries(serviceNames.map((name) => [name, { ...(hasNoDemo.includes(name) && { DEMO: "false" }), ...settings }])),
      restart: false,
      say,
    }),
  );
  const running = stack.move();
  return {
    url: services.url,
    services: services.processes.map(serviceOf),
    engines,
    ...(cassandraProxy && { cassandraProxy }),
    async openEvents() {
      const options = {
        contactPoints: (engines.variables.CASSANDRA_CONTACT_POINTS ?? "").split(","),
        localDatacenter: engines.variables.CASSANDRA_LOCAL_DATACENTER ?? "datacenter1",
        keyspace: "marquee",
        replicationFactor: Number(engines.variables.CASSANDRA_REPLICATION_FACTOR ?? 1),
      };
      const cassandra = await openCassandra(options, pino({ level: "silent" }));
      const store = cassandraViewEventStore({ cassandra, parts: PARTS, keptDays: 90 });
      return { store, [Symbol.asyncDispose]: () => cassandra[Symbol.asyncDispose]() };
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

function serviceOf(running: ServiceProcess): Service {
  return {
    name: running.service,
    copy: running.copy,
    get pid() {
      return running.pid;
    },
    async kill() {
      running.signal("SIGKILL");
      while (running.pid !== undefined) await setTimeout(20);
    },
    signal: (name) => running.signal(name),
    start: () => running.start(),
    isReady: () => running.isReady(),
    maxRssMb: () => running.maxRssMb(),
  };
}

function firstContactPoint(variables: Readonly<Record<string, string>>): { readonly host: string; readonly port: number } {
  const [host = "127.0.0.1", port = "9042"] = (variables.CASSANDRA_CONTACT_POINTS ?? "").split(",")[0]?.split(":") ?? [];
  return { host, port: Number(port) };
}
