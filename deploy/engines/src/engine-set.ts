import { join } from "node:path";
import { postgresIn } from "@marquee/postgres/embedded";
import { CannotStart } from "./cannot-start.ts";
import { cassandraEngine } from "./cassandra-engine.ts";
import type { Engine } from "./engine.ts";
import { checkPrograms } from "./needed-programs.ts";
import { choosePort, keepLayout, keptLayout, type Layout, type Ports, portNames, somewhere, usualPorts } from "./ports.ts";
import { postgresEngine } from "./postgres-engine.ts";
import { redisEngine } from "./redis-engine.ts";

export interface EngineOptions {
  /** Where the engines keep their files, logs and process numbers; absolute. */
  readonly home: string;
  /** 1 to 9, on 127.0.0.1, .2, .3 …; what the home has, or 1, unless given. */
  readonly cassandraNodes?: number | undefined;
  /** Those that must not be others; the rest is what the home was first started with, or free. */
  readonly ports?: Partial<Ports> | undefined;
  /** Whether a new home's free ports are sought from the usual ones on, rather than anywhere. */
  readonly hasUsualPorts?: boolean;
  /** Told what is being done, a sentence at a time. */
  readonly say: (sentence: string) => void;
}

/** The engines of a home, running or not. */
export interface EngineSet {
  readonly postgres: Engine;
  readonly redis: Engine;
  readonly cassandra: readonly Engine[];
  /** Starts what is not running, and resolves when all of them answer. @returns what the services need to reach them */
  start(): Promise<Record<string, string>>;
  /** Those that run, in the order in which they may be stopped. */
  running(): readonly Engine[];
}

/** @throws CannotStart when the home holds more nodes than asked for */
export async function engineSet(options: EngineOptions): Promise<EngineSet> {
  const { home, say } = options;
  const layout = await layoutOf(options);
  const chosen = layout.ports;

  const postgresFolder = join(home, "postgres");
  const server = await postgresIn(postgresFolder);
  const postgres = postgresEngine(server, postgresFolder, { host: "127.0.0.1", port: chosen.postgres });
  const redis = redisEngine(join(home, "redis"), { host: "127.0.0.1", port: chosen.redis });
  const hosts = hostsOf(layout.cassandraNodes);
  const cassandra = hosts.map((host, index) =>
    cassandraEngine(
      {
        folder: join(home, `cassandra/node${index + 1}`),
        host,
        seed: "127.0.0.1",
        cqlPort: chosen.cassandra,
        storagePort: chosen.cassandraStorage,
        jolokiaPort: chosen.jolokia,
      },
      say,
    ),
  );
  const all = [redis, postgres, ...cassandra];

  return {
    postgres,
    redis,
    cassandra,
    running: () => all.filter(({ pid }) => pid !== undefined),
    async start() {
      if (all.some(({ pid }) => pid === undefined)) await checkPrograms();
      await keepLayout(home, layout);
      for (const engine of all) {
        say(engine.pid === undefined ? `Starting ${engine.name}` : `${engine.name} is running already`);
        await engine.start(); // one after the other: nodes that join a ring together disturb each other
      }
      return {
        DATABASE_URL: await server.url(),
        CASSANDRA_CONTACT_POINTS: hosts.map((host) => `${host}:${chosen.cassandra}`).join(","),
        CASSANDRA_LOCAL_DATACENTER: "datacenter1", // SimpleSnitch's
        CASSANDRA_REPLICATION_FACTOR: String(Math.min(3, hosts.length)),
        CASSANDRA_JOLOKIA_URLS: hosts.map((host) => `http://${host}:${chosen.jolokia}/jolokia`).join(","),
        REDIS_URL: `redis://127.0.0.1:${chosen.redis}`,
      };
    },
  };
}

async function layoutOf({ home, cassandraNodes, ports = {}, hasUsualPorts = false }: EngineOptions): Promise<Layout> {
  const kept = await keptLayout(home);
  const nodes = cassandraNodes ?? kept?.cassandraNodes ?? 1;
  if (kept && nodes < kept.cassandraNodes) {
    throw new CannotStart(
      `${home} holds a Cassandra cluster of ${kept.cassandraNodes} nodes, and ${nodes} cannot serve its data. ` +
        "Use another home (MARQUEE_HOME), or stop the engines and delete that folder.",
    );
  }
  const chosen: Ports = { ...usualPorts, ...kept?.ports, ...ports };
  if (kept) return { ports: chosen, cassandraNodes: nodes };
  const free = await Promise.all(
    portNames.map(async (name) => {
      const hosts = name === "postgres" || name === "redis" ? ["127.0.0.1"] : hostsOf(nodes);
      return [name, ports[name] ?? (await choosePort(hasUsualPorts ? usualPorts[name] : somewhere(), hosts))] as const;
    }),
  );
  return { ports: { ...chosen, ...Object.fromEntries(free) }, cassandraNodes: nodes };
}

function hostsOf(nodes: number): readonly string[] {
  return Array.from({ length: nodes }, (_, index) => `127.0.0.${index + 1}`);
}
