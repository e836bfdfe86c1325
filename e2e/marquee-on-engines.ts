import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { testKeyspace } from "@marquee/cassandra/testing";
import { testDatabase } from "@marquee/postgres/testing";
import { testRedis } from "@marquee/redis/testing";
import { startServices } from "@marquee/services";
import { type MarqueeUnderTest, publicGraph } from "./public-graph.ts";

/**
 * A whole Marquee as separate processes, on the engines that the environment names, with a database, a keyspace and a prefix of its own;
 * with the demo's accounts and titles, and without its films.
 *
 * @throws when a service runs on an embedded store
 */
export async function startOnEngines(): Promise<MarqueeUnderTest> {
  await using opened = new AsyncDisposableStack();
  const home = await mkdtemp(join(tmpdir(), "marquee-e2e-"));
  opened.defer(() => rm(home, { recursive: true, force: true }));
  const [database, keyspace, redis] = [await testDatabase(), await testKeyspace(), await testRedis()];
  for (const store of [database, keyspace, redis]) opened.use(store);
  const variables = {
    ...engineVariables(),
    DATABASE_URL: database.url,
    CASSANDRA_KEYSPACE: keyspace.options.keyspace,
    REDIS_PREFIX: redis.options.prefix,
  };
  const services = opened.use(
    await startServices({ variables, home, port: 0, restart: false, settings: { packager: { DEMO: "false" } }, say: () => {} }),
  );
  const all = opened.move();
  return {
    ...publicGraph(services.url),
    metricsUrl: `${services.processes.find(({ service }) => service === "router")?.url}/metrics`,
    databaseUrl: database.url,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

function engineVariables(): Record<string, string> {
  const engines = Object.entries(process.env).filter(([name]) => /^(DATABASE|CASSANDRA|REDIS)_/.test(name));
  const variables = Object.fromEntries(engines.flatMap(([name, value]) => (value ? [[name, value]] : [])));
  for (const needed of ["DATABASE_URL", "CASSANDRA_CONTACT_POINTS", "REDIS_URL"])
    if (!variables[needed]) throw new Error(`${needed} is not set: this Marquee would run on an embedded store`);
  return variables;
}
