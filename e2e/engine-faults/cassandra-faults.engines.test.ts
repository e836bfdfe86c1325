import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { expectAnswers, expectGreen, expectRed } from "./expectations.ts";
import { type OwnCassandra, ownCassandra } from "./own-cassandra.ts";
import { mountOwnDisk, type OwnDisk } from "./own-disk.ts";
import { HUSH, launch, type ServiceUnderTest } from "./service-under-test.ts";

const DISK_MB = 256;
const PASSWORD = `${HUSH}-cassandra`;

describe("on a Cassandra that asks who they are, services", () => {
  const opened = new AsyncDisposableStack();
  const services: ServiceUnderTest[] = [];
  let cassandra: OwnCassandra;
  let disk: OwnDisk | undefined;
  let nobody: ServiceUnderTest;
  const pids = () => services.map(({ pid }) => pid);
  let pidsAtFirst: readonly (number | undefined)[];

  beforeAll(async () => {
    const home = await mkdtemp(join(tmpdir(), "marquee-cassandra-faults-"));
    opened.defer(() => rm(home, { recursive: true, force: true }));
    disk = await mountOwnDisk(DISK_MB);
    if (disk) opened.use(disk);
    cassandra = opened.use(await ownCassandra(disk?.folder ?? home));
    await cassandra.superuser.run("CREATE ROLE service WITH LOGIN = true AND PASSWORD = 'another'", [], schemaChange);
    const variables = { CASSANDRA_CONTACT_POINTS: cassandra.contactPoint };
    const asService = { ...variables, CASSANDRA_USERNAME: "service", CASSANDRA_PASSWORD: PASSWORD };
    await mkdir(join(home, "nobody"));
    nobody = opened.use(await launch("watch-history", join(home, "nobody"), variables));
    for (const name of ["watch-history", "metrics"] as const) services.push(opened.use(await launch(name, home, asService)));
    await vi.waitFor(
      async () => expect(await Promise.all([nobody, ...services].map((service) => service.isHealthy()))).not.toContain(false),
      {
        timeout: 90_000,
        interval: 200,
      },
    );
    pidsAtFirst = pids();
  });
  afterAll(() => opened.disposeAsync());

  const at = () => `at ${cassandra.contactPoint}`;

  it("say that they were given no name", () =>
    expectRed([nobody], `CASSANDRA_USERNAME: expected a Cassandra that asks for no password ${at()}, but it asks for one.`));

  it("say that the password is wrong", () =>
    expectRed(services, `CASSANDRA_PASSWORD: expected that "service" may sign in ${at()}, but the name or the password is wrong.`));

  it("say that they may not make the keyspace", async () => {
    await cassandra.superuser.run(`ALTER ROLE service WITH PASSWORD = '${PASSWORD}'`, [], schemaChange);
    await expectRed(services, `CASSANDRA_KEYSPACE: expected to make or use the keyspace "marquee" ${at()}, but "service" may not.`);
  });

  it("become ready once they may, and answer", async () => {
    await cassandra.superuser.run("GRANT CREATE ON ALL KEYSPACES TO service", [], schemaChange);
    await expectGreen(services);
    await expectAnswers(services);
  });

  it("say that they may only read, and become ready once they may write", async () => {
    const tables = await cassandra.superuser.rows("SELECT table_name FROM system_schema.tables WHERE keyspace_name = 'marquee'");
    for (const resource of ["KEYSPACE marquee", ...tables.map(({ table_name }) => `marquee.${table_name}`)]) {
      await cassandra.superuser.run(`REVOKE MODIFY ON ${resource} FROM service`, [], schemaChange);
    }
    await expectRed(services, /^CASSANDRA_CONTACT_POINTS: expected a Cassandra that takes writes at .*, but it answers reads alone, and /);
    await cassandra.superuser.run("GRANT MODIFY ON KEYSPACE marquee TO service", [], schemaChange);
    await expectGreen(services);
    await expectAnswers(services);
  });

  it("say that it is gone when its disk is full, and become ready once it is started again with room to write", async ({ skip }) => {
    if (!disk) return skip("mounting a disk of one's own takes root");
    await cassandra.superuser.run("CREATE TABLE large (id int PRIMARY KEY, content blob)", [], schemaChange);
    await disk.fill();
    const writes = Array.from({ length: 200 }, (_, id) => ({
      partition: String(id),
      cql: "INSERT INTO large (id, content) VALUES (?, ?)",
      params: [id, Buffer.alloc(20_000)],
    }));
    await expect(cassandra.superuser.write(writes)).rejects.toThrow();
    await expectRed(services, /^CASSANDRA_CONTACT_POINTS: expected a Cassandra at 127\.0\.0\.1:\d+, but /);
    await disk.free();
    await cassandra.start();
    await expectGreen(services);
    await expectAnswers(services);
  });

  it("never ended, and printed no password", () => {
    expect(pids()).toEqual(pidsAtFirst);
    for (const { name, lines } of [nobody, ...services]) {
      expect(
        lines.filter((line) => line.includes(HUSH)),
        name,
      ).toEqual([]);
    }
  });
});

/** Roles and tables: the driver waits until the cluster agrees. */
const schemaChange = { answerTimeoutMs: 30_000 };
