import { type EventLog, memoryEventLog } from "@marquee/event-log";
import { type EventOf, envelope } from "@marquee/events";
import { createPool, migrate } from "@marquee/postgres";
import { testDatabase } from "@marquee/postgres/testing";
import { MikroORM } from "@mikro-orm/postgresql";
import { pino } from "pino";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { deliverToLog, emit, outboxEntry, outboxSql, startRelay, startRepublishing } from "./index.ts";

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
    await vi.waitFor(async () => expect(await left()).toBe(0), { timeout: 20_000 });
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
    await vi.waitFor(() => expect(seen).toEqual(["good"]), { timeout: 20_000 });
    isMended = true;
    await vi.waitFor(() => expect(seen).toEqual(["good", "bad"]), { timeout: 20_000 });
  });

  it("shares the work among relays without delivering twice", async () => {
    const names = Array.from({ length: 500 }, (_, i) => `p${i}`);
    await change(names);
    const seen: string[] = [];
    const note = async (events: readonly EventOf[]) => void seen.push(...events.map(({ subject }) => subject));
    await using _a = relayTo(note);
    await using _b = relayTo(note);
    await vi.waitFor(async () => expect(await left()).toBe(0), { timeout: 20_000 });
    expect(seen.toSorted()).toEqual(names.toSorted());
  });

  it("gives up a round when the other side is down, says so once, and delivers all of it when that is back", async () => {
    const names = Array.from({ length: 20 }, (_, i) => `p${i}`);
    await change(names);
    let isDown = true;
    let tries = 0;
    const seen = new Set<string>();
    const warn = vi.spyOn(logger, "warn");
    await using relay = relayTo(async (events) => {
      tries += 1;
      if (isDown) throw new Error("down");
      for (const { subject } of events) seen.add(subject);
    });
    await vi.waitFor(() => expect(tries).toBeGreaterThan(6), { timeout: 20_000 });
    expect(warn).toHaveBeenCalledTimes(1);
    expect(await left()).toBe(20);
    isDown = false;
    await vi.waitFor(
      () => {
        relay.wake();
        expect(seen.size).toBe(20);
      },
      { timeout: 20_000 },
    );
  });
});

describe("the current state", async () => {
  const database = await testDatabase();
  await migrate({ databaseUrl: database.url, schema, migrations: [{ name: "1", sql: outboxSql }], logger });
  const pool = createPool(database.url, { max: 4, name: "republish test" });
  afterAll(async () => {
    await pool.end();
    await database[Symbol.asyncDispose]();
  });
  beforeEach(() => pool.query(`TRUNCATE ${schema}.outbox, ${schema}.outbox_published`));

  async function* currentState() {
    yield [profile("a")];
    yield [profile("b")];
  }
  const republish = (eventLog: EventLog) =>
    startRepublishing({ eventLog, pool, schema, stream: "owner", currentState, logger, checkEveryMs: 20 });
  const keys = async (eventLog: EventLog) => {
    await deliverToLog(eventLog, "owner")([profile("end")]);
    const { value = [] } = await eventLog.read("owner", "oldest", new AbortController().signal).next();
    return value.map(({ key }: { readonly key: string }) => key);
  };

  it("is published once for each life of the log", async () => {
    for (let life = 0; life < 2; life += 1) {
      await using eventLog = memoryEventLog();
      {
        await using _ = await republish(eventLog);
      }
      await using _ = await republish(eventLog);
      expect(await keys(eventLog)).toEqual(["a", "b", "end"]);
    }
  });

  it("is published when the log is lost while the owner runs", async () => {
    await using first = memoryEventLog();
    await using second = memoryEventLog();
    let log = first;
    const changing: EventLog = { ...first, generation: () => log.generation(), append: (...args) => log.append(...args) };
    await using _ = await republish(changing);
    log = second;
    const signal = AbortSignal.timeout(20_000);
    const published: string[] = [];
    for await (const entries of second.read("owner", "oldest", signal)) {
      published.push(...entries.map(({ key }) => key));
      if (published.length >= 2) break;
    }
    expect(published).toEqual(["a", "b"]);
  });

  it("waits for a log that is down, and says so once", async () => {
    await using eventLog = memoryEventLog();
    let asked = 0;
    const down: EventLog = {
      ...eventLog,
      generation: async () => {
        asked += 1;
        if (asked <= 5) throw new Error("down");
        return eventLog.generation();
      },
    };
    const warn = vi.spyOn(logger, "warn").mockClear();
    await using _ = await republish(down);
    await vi.waitFor(async () => expect((await pool.query(`SELECT FROM ${schema}.outbox_published`)).rowCount).toBe(1), {
      timeout: 20_000,
    });
    expect(await keys(eventLog)).toEqual(["a", "b", "end"]);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it("is left alone after two processes have published it at once", async () => {
    await using eventLog = memoryEventLog();
    const both = await Promise.all([republish(eventLog), republish(eventLog)]);
    for (const each of both) await each[Symbol.asyncDispose]();
    const before = (await keys(eventLog)).length;
    await using _ = await republish(eventLog);
    expect(await keys(eventLog)).toHaveLength(before + 1);
  });
});

function profile(profileId: string) {
  const about = { source: "/owner", subject: profileId, sequence: 1 };
  return envelope("marquee.users.profile.v1", about, { profileId, accountId: "alice", maturityLimit: "ALL", isDeleted: false });
}
