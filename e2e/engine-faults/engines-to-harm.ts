import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type TestKeyspace, testKeyspace } from "@marquee/cassandra/testing";
import { type OwnRedis, startOwnRedis } from "@marquee/redis/testing";
import { type CuttableProxy, cuttableProxy } from "./cuttable-proxy.ts";
import { mountOwnDisk, type OwnDisk } from "./own-disk.ts";
import { type OwnPostgres, ownPostgres } from "./own-postgres.ts";
import { HUSH } from "./service-under-test.ts";

/** Engines that a test may break: a PostgreSQL and a Redis of its own, and a way to the Cassandra that all tests share. */
export interface EnginesToHarm extends AsyncDisposable {
  readonly home: string;
  /** Stopped at first. */
  readonly postgres: OwnPostgres;
  readonly redis: OwnRedis;
  /** Runs a command with the password that holds at the moment. */
  readonly redisCli: (password: string, ...command: readonly string[]) => Promise<string>;
  /** Cut at first. */
  readonly wayToCassandra: CuttableProxy;
  readonly keyspace: TestKeyspace;
  /** Where PostgreSQL and Redis keep their files; absent where none could be mounted. */
  readonly disks: { readonly postgres: OwnDisk; readonly redis: OwnDisk } | undefined;
  readonly passwords: { readonly postgres: string; readonly redis: string };
  /** What services are told, as it will be right in the end. */
  readonly variables: Readonly<Record<string, string>>;
}

export async function enginesToHarm(): Promise<EnginesToHarm> {
  await using opened = new AsyncDisposableStack();
  const home = await mkdtemp(join(tmpdir(), "marquee-engine-faults-"));
  opened.defer(() => rm(home, { recursive: true, force: true }));
  const disks = await mountDisks(opened);
  const passwords = { postgres: `${HUSH}-postgres`, redis: `${HUSH}-redis` };
  const keyspace = opened.use(await testKeyspace());
  const [host = "", port = "9042"] = keyspace.options.contactPoints[0]?.split(":") ?? [];
  const wayToCassandra = opened.use(await cuttableProxy({ host, port: Number(port) }));
  const postgres = opened.use(await ownPostgres(disks?.postgres.folder ?? home));
  const redis = opened.use(await startOwnRedis("--requirepass", passwords.redis, ...(disks ? ["--dir", disks.redis.folder] : [])));
  const all = opened.move();
  return {
    home,
    postgres,
    redis,
    async redisCli(password, ...command) {
      const { stdout } = await promisify(execFile)("redis-cli", [
        "-p",
        String(redis.port),
        "--no-auth-warning",
        "-a",
        password,
        ...command,
      ]);
      return stdout;
    },
    wayToCassandra,
    keyspace,
    disks,
    passwords,
    variables: {
      DATABASE_URL: postgres.urlWith(passwords.postgres),
      REDIS_URL: redis.url.replace("//", `//:${passwords.redis}@`),
      CASSANDRA_CONTACT_POINTS: `127.0.0.1:${wayToCassandra.port}`,
      CASSANDRA_LOCAL_DATACENTER: keyspace.options.localDatacenter,
      CASSANDRA_REPLICATION_FACTOR: String(keyspace.options.replicationFactor),
      CASSANDRA_KEYSPACE: keyspace.options.keyspace,
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

async function mountDisks(opened: AsyncDisposableStack): Promise<EnginesToHarm["disks"]> {
  const postgres = await mountOwnDisk(256);
  if (!postgres) return undefined;
  opened.use(postgres);
  const redis = await mountOwnDisk(8);
  return redis && { postgres, redis: opened.use(redis) };
}
