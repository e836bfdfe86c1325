import { type Cassandra, migrateCassandra } from "@marquee/cassandra";
import { testKeyspace } from "@marquee/cassandra/testing";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cassandraMigrations } from "../migrations/cassandra/index.ts";
import { IN_PROGRESS_LIMIT, type ProfileStore, type ResumeChange } from "../src/domain/profile-store.ts";
import { cassandraProfileStore } from "../src/stores/cassandra/profile-store.ts";
import { profileStoreContract } from "./profile-store.contract.ts";

async function migratedKeyspace() {
  const { cassandra, ...keyspace } = await testKeyspace();
  await migrateCassandra(cassandra, "watch-history", cassandraMigrations, pino({ level: "silent" }));
  return { ...keyspace, cassandra };
}

for (const [name, tidyChance] of [
  ["Cassandra", undefined],
  ["Cassandra, tidied by every report", 1],
] as const) {
  profileStoreContract(name, async () => {
    const { cassandra, ...keyspace } = await migratedKeyspace();
    return { ...keyspace, store: cassandraProfileStore({ cassandra, ...(tidyChance !== undefined && { tidyChance }) }) };
  });
}

describe("what is in progress in Cassandra", () => {
  let cassandra: Cassandra;
  const opened = new AsyncDisposableStack();
  beforeAll(async () => {
    ({ cassandra } = opened.use(await migratedKeyspace()));
  });
  afterAll(() => opened.disposeAsync());

  const START = Date.UTC(2026, 0, 15, 20);
  const hour = 3_600_000;
  /** A store whose clock stands still at some hours after the start, and whose reports wait for their tidying. */
  const storeAt = (hours: number, tidyChance = 0): ProfileStore => {
    const tidyings: Promise<void>[] = [];
    const onTidying = (tidying: Promise<void>) => void tidyings.push(tidying);
    const store = cassandraProfileStore({ cassandra, nowMs: () => START + hours * hour, tidyChance, onTidying });
    return {
      ...store,
      async record(...changes) {
        await store.record(...changes);
        await Promise.all(tidyings);
      },
    };
  };
  const change = (profileId: string, number: number, { isFinished = false, atMs = START } = {}): ResumeChange => ({
    profileId,
    playableId: `film ${number}`,
    cell: {
      atMs: atMs + number,
      sessionId: `session ${number}`,
      sequence: 1,
      receivedAtMs: atMs,
      positionSeconds: number,
      durationSeconds: 60,
      isFinished,
    },
    ended: undefined,
  });
  const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);
  const marks = async (profileId: string) =>
    (await cassandra.rows("SELECT playable_id FROM in_progress WHERE profile_id = ?", [profileId])).length;
  const inProgress = async (profileId: string) => (await storeAt(0).inProgress(profileId, 1_000)).map(({ playableId }) => playableId);

  it("marks no title that a report finishes", async () => {
    await storeAt(0).record(
      numbers(50).map((number) => change("finisher", number, { isFinished: true })),
      [],
    );
    expect(await marks("finisher")).toBe(0);
  });

  it("is tidied of what was finished and hidden since, and keeps what is in progress", async () => {
    const all = numbers(100);
    await storeAt(0).record(
      all.map((number) => change("alice", number)),
      [],
    );
    await storeAt(1).record(
      all.slice(10).map((number) => change("alice", number, { isFinished: true, atMs: START + hour })),
      [],
    );
    await storeAt(1).hideResumePoint("alice", "film 0", START + hour);
    expect(await marks("alice")).toBe(100);
    const before = await inProgress("alice");
    expect(before).toEqual(
      numbers(9, 1)
        .toReversed()
        .map((number) => `film ${number}`),
    );
    await storeAt(2, 1).record([change("alice", 1, { atMs: START + 2 * hour })], []);
    expect(await marks("alice")).toBe(9);
    expect((await inProgress("alice")).toSorted()).toEqual(before.toSorted());
    await storeAt(3).record([change("alice", 50, { atMs: START + 3 * hour })], []);
    expect((await inProgress("alice"))[0]).toBe("film 50");
  });

  it("loses no mark that is written while it is tidied", async () => {
    await storeAt(0).record(
      numbers(60).map((number) => change("bob", number)),
      [],
    );
    await storeAt(1).record(
      numbers(60).map((number) => change("bob", number, { isFinished: true, atMs: START + hour })),
      [],
    );
    // Begun half a minute before the tidying, and landed only now that it has read what there is: its timestamp is older than the tidying's.
    const tidying = storeAt(2, 1).record([change("bob", 1, { isFinished: true, atMs: START + 2 * hour })], []);
    await storeAt(2 - 0.5 / 60).record([change("bob", 7, { atMs: START + 2 * hour })], []);
    await tidying;
    expect(await inProgress("bob")).toEqual(["film 7"]);
  });

  it("forgets all but the latest titles of somebody who begins many and finishes none", async () => {
    await storeAt(0).record(
      numbers(400).map((number) => change("carol", number)),
      [],
    );
    await storeAt(1, 1).record([change("carol", 399, { atMs: START + hour })], []);
    expect(await marks("carol")).toBe(IN_PROGRESS_LIMIT);
    expect((await inProgress("carol")).at(-1)).toBe("film 200");
  });

  it("is not read through what was finished: 10,000 titles leave hardly a mark", async () => {
    const store = cassandraProfileStore({ cassandra, nowMs: () => clockMs });
    let clockMs = START;
    for (const from of numbers(50).map((index) => index * 200)) {
      const titles = numbers(200, from);
      for (const isFinished of [false, true]) {
        clockMs += hour;
        await store.record(
          titles.map((number) => change("collector", number, { isFinished, atMs: clockMs })),
          [],
        );
      }
    }
    clockMs += hour;
    await store.record([change("collector", 3, { atMs: clockMs })], []);
    expect(await inProgress("collector")).toEqual(["film 3"]);
    expect(await marks("collector")).toBeLessThan(2_500); // 256 expected; more than ten times that is one chance in a hundred thousand
  });

  it("asks Cassandra nothing by a name that is too long for it", async () => {
    const store = storeAt(0);
    expect(await store.resumePoints("alice", ["x".repeat(65_536), "film 1", "\0"])).toHaveLength(1);
  });

  it("answers for more titles than are asked for at once", async () => {
    expect(
      await storeAt(0).resumePoints(
        "carol",
        numbers(450).map((number) => `film ${number}`),
      ),
    ).toHaveLength(400);
  });
});
