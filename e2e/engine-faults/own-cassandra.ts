import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Cassandra, openCassandra } from "@marquee/cassandra";
import { cassandraEngine } from "@marquee/engines";
import { freePorts } from "@marquee/services";
import { pino } from "pino";
import { vi } from "vitest";

/** A Cassandra of a test's own that asks for a password, and may be made wrong. */
export interface OwnCassandra extends AsyncDisposable {
  /** As `host:port`. */
  readonly contactPoint: string;
  /** As its superuser. */
  readonly superuser: Cassandra;
  /** Once more, after it ended or fell silent; resolves when it answers. */
  start(): Promise<void>;
}

/** @param folder that exists; the node keeps its files below it */
export async function ownCassandra(folder: string): Promise<OwnCassandra> {
  await using opened = new AsyncDisposableStack();
  const [cqlPort = 0, storagePort = 0, jolokiaPort = 0] = await freePorts(3);
  const settings = { authenticator: "PasswordAuthenticator", authorizer: "CassandraAuthorizer", commitlog_segment_size: "1MiB" };
  const home = join(folder, "cassandra");
  await mkdir(home);
  const host = "127.0.0.1";
  const node = cassandraEngine({ folder: home, host, seed: host, cqlPort, storagePort, jolokiaPort, settings }, () => {});
  opened.defer(() => node.kill());
  await node.start();
  const contactPoint = `${host}:${cqlPort}`;
  const options = { contactPoints: [contactPoint], localDatacenter: "datacenter1", keyspace: "of_the_operator", replicationFactor: 1 };
  const signIn = () => openCassandra({ ...options, username: "cassandra", password: "cassandra" }, pino({ level: "silent" }));
  // It makes its first role by itself, some seconds after it answers.
  const superuser = opened.use(await vi.waitFor(signIn, { timeout: 60_000, interval: 500 }));
  const start = async () => {
    await node.kill(); // one that cannot write answers nobody, and may still run
    await node.start();
  };
  const all = opened.move();
  return { contactPoint, superuser, start, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
