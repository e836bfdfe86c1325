import { memoryEventLog } from "@marquee/event-log";
import { type EventOf, envelope } from "@marquee/events";
import { createPool, migrate } from "@marquee/postgres";
import { testDatabase } from "@marquee/postgres/testing";
import { MikroORM } from "@mikro-orm/postgresql";
import { pino } from "pino";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { deliverToLog, emit, outboxEntry, outboxSql, republishAfterLoss, startRelay } from "./index.ts";

const schema = "owner";
const logger = pino({ level: "silent" });

describe("outbox", async () => {
  const database = await testDatabase();
  await migrate({ databaseUrl: database.url, schema, migrations: [{ name: "1", sql: outboxSql }], logger });
  const pool = createPool(database.url, { max: 4, name: "outbox test" });
  const orm = await MikroORM.init({ clientUrl: database.url, schema, entities: [outboxEntry] });
  afterAll(async () => {
    await orm.close();
    await pool.end();
    await database[Symbol.asyncDispose]();
  });
  beforeEach(() => pool.query(`TRUNCATE ${schema}.outbox, ${schema}.outbox_published`));

  const left = async () => (await pool.query(`SELECT FROM ${schema}.outbox`)).rowCount;
  const change = (names: readonly string[]) =>
    orm.em.fork().transactional(async (em) => {
      for (const name of names) emit(em, profile(name));
    });
  const relayTo = (deliver: (events: readonly EventOf[]) => Promise<void>) =>
    startRelay({ pool, schema, types: ["marquee.users.profile.v1"], deliver, logger });

  it("delivers what was committed, in order, and keeps nothing of it", async () => {
    await change(["a", "b", "c"]);
    const seen: string[] = [];
    await using _ = relayTo(async (events) => void seen.push(...events.map(({ subject }) => subject)));
    await vi.waitFor(async () => expect(await left()).toBe(0), { timeout: 5_000 });
    expect(seen).toEqual(["a", "b", "c"]);
  });

  it("delivers nothing of a change that was rolled back", async () => {
    const failing = orm.em.fork().transactional(async (em) => {
      emit(em, profile("a"));
      await em.flush();
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    expect(await left()).toBe(0);
  });

  it("tries again what was not acknowledged, and lets nothing wait for it", async () => {
    await change(["bad", "good"]);
    const seen: string[] = [];
    let isMended = false;
    await using _ = relayTo(async (events) => {
      if (!isMended && events.some(({ subject }) => subject === "bad")) throw new Error("not now");
      seen.push(...events.map(({ subject }) => subject));
    });
    await vi.waitFor(() => expect(seen).toEqual(["good"]), { timeout: 5_000 });
    isMended = true;
    await vi.waitFor(() => expect(seen).toEqual(["good", "bad"]), { timeout: 5_000 });
  });

  it("shares the work among relays without delivering twice", async () => {
    const names = Array.from({ length: 500 }, (_, i) => `p${i}`);
    await change(names);
    const seen: string[] = [];
    const note = async (events: readonly EventOf[]) => void seen.push(...events.map(({ subject }) => subject));
    await using _a = relayTo(note);
    await using _b = relayTo(note);
    await vi.waitFor(async () => expect(await left()).toBe(0), { timeout: 5_000 });
    expect(seen.toSorted()).toEqual(names.toSorted());
  });

  it("publishes the current state once for each life of the log", async () => {
    const republish = (eventLog: ReturnType<typeof memoryEventLog>) =>
      republishAfterLoss({ eventLog, pool, schema, stream: "owner", currentState, logger });
    async function* currentState() {
      yield [profile("a")];
      yield [profile("b")];
    }
    for (let life = 0; life < 2; life += 1) {
      await using eventLog = memoryEventLog();
      await republish(eventLog);
      await republish(eventLog);
      await deliverToLog(eventLog, "owner")([profile("end")]);
      const { value } = await eventLog.read("owner", "oldest", new AbortController().signal).next();
      expect((value as { key: string }[]).map(({ key }) => key)).toEqual(["a", "b", "end"]);
    }
  });
});

function profile(profileId: string) {
  const about = { source: "/owner", subject: profileId, sequence: 1 };
  return envelope("marquee.users.profile.v1", about, { profileId, accountId: "alice", maturityLimit: "ALL", isDeleted: false });
}
