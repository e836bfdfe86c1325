import { randomUUID } from "node:crypto";
import process from "node:process";
import { pino } from "pino";
import { z } from "zod";
import { type Cassandra, openCassandra } from "./cassandra.ts";
import { type CassandraOptions, cassandraOptions, cassandraSettings } from "./settings.ts";

export interface TestKeyspace extends AsyncDisposable {
  readonly options: CassandraOptions;
  readonly cassandra: Cassandra;
}

/** An empty keyspace for one test file, on the Cassandra that the environment names. Disposing it drops it. */
export async function testKeyspace(): Promise<TestKeyspace> {
  // biome-ignore lint/style/noProcessEnv: a test finds its engine as a service does
  const found = cassandraOptions(z.object(cassandraSettings).parse(process.env));
  if (!found) throw new Error("CASSANDRA_CONTACT_POINTS is not set: this test needs a Cassandra");
  const options = { ...found, keyspace: `test_${randomUUID().replaceAll("-", "")}` };
  const cassandra = await openCassandra(options, pino({ level: "silent" }));
  return {
    options,
    cassandra,
    async [Symbol.asyncDispose]() {
      await cassandra.client.execute(`DROP KEYSPACE IF EXISTS ${options.keyspace}`, [], { prepare: false, readTimeout: 30_000 });
      await cassandra[Symbol.asyncDispose]();
    },
  };
}
