import { randomUUID } from "node:crypto";
import type { RunningSubgraph } from "@marquee/subgraph-server";
import type { Claims } from "@marquee/viewer-claim";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { lastReportsServer } from "./last-reports-server.ts";
import { alice, endPlayback, renewPlayback, resultOf, runPackager, startPlayback, watchableFilm } from "./running-packager.ts";

describe("stream slots", async () => {
  const watchHistory = await lastReportsServer();
  const packager = await runPackager({ config: { watchHistoryUrl: () => watchHistory.url } });
  const other = await packager.another();
  afterAll(async () => {
    await other[Symbol.asyncDispose]();
    await packager[Symbol.asyncDispose]();
    await watchHistory[Symbol.asyncDispose]();
  });
  const playableId = await watchableFilm(packager);
  beforeEach(() => {
    watchHistory.trouble = "none";
    watchHistory.reports.clear();
    watchHistory.requests.length = 0;
  });

  /** A household of its own, of which each device is another one. */
  const household = async (streamLimit?: number) => {
    const sub = randomUUID();
    if (streamLimit !== undefined) await packager.usersSays({ accountId: sub, streamLimit });
    const device = (name: string): Claims => ({
      ...alice,
      sub,
      profile: `profile-of-${sub}`,
      device: `${name}-of-${sub}`,
      device_name: name,
    });
    const start = async (name: string, input: Readonly<Record<string, unknown>> = {}, at: RunningSubgraph = packager.subgraph) =>
      resultOf(await startPlayback(at, device(name), { playableId, ...input }));
    const reported = (sessionId: string, kind: string, secondsAgo = 0) =>
      watchHistory.reports.set(sessionId, { at: new Date(packager.now().getTime() - secondsAgo * 1000), kind });
    const live = async () => {
      const rows = await packager.sql("SELECT id FROM packager.playback_sessions WHERE account_id = $1 AND ended_at IS NULL", [sub]);
      return rows.map(({ id }) => id).toSorted();
    };
    return { sub, device, start, reported, live };
  };

  it.each([[1], [2], [4]])("are %i where the plan says so, however many start at once in two processes", async (limit) => {
    const { start, live } = await household(limit);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, number) => start(`device ${number}`, {}, number % 2 ? packager.subgraph : other)),
    );
    const kinds = Object.groupBy(answers, ({ __typename }) => __typename);
    expect(kinds.PlaybackSession).toHaveLength(limit);
    expect(kinds.TooManyStreams).toHaveLength(50 - limit);
    expect(await live()).toEqual(kinds.PlaybackSession?.map(({ id }) => id).toSorted());
  });

  it("never are more than the plan says for one device either, whose last starts win", async () => {
    const { start, live } = await household(2);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, number) => start("tv", {}, number % 2 ? packager.subgraph : other)));
    expect(new Set(answers.map(({ __typename }) => __typename))).toEqual(new Set(["PlaybackSession"]));
    expect(await live()).toHaveLength(2);
  });

  it("say which devices watch what, and one of them can be ended from another", async () => {
    const { start, device } = await household(2);
    const tv = await start("tv");
    const phone = await start("phone");
    const refused = await start("tablet");
    expect(refused).toEqual({
      __typename: "TooManyStreams",
      message: "The account watches on 2 other screens already: its plan includes 2.",
      limit: 2,
      active: [
        { sessionId: tv.id, deviceName: "tv", playable: { id: playableId }, startedAt: tv.startedAt },
        { sessionId: phone.id, deviceName: "phone", playable: { id: playableId }, startedAt: phone.startedAt },
      ],
    });
    resultOf(await endPlayback(packager.subgraph, device("tablet"), tv.id));
    const tablet = await start("tablet");
    expect(tablet.__typename).toBe("PlaybackSession");
    expect(resultOf(await renewPlayback(other, device("tv"), tv.token))).toMatchObject({ __typename: "PlaybackEnded" });
    expect((await start("tv")).active.map(({ deviceName }: { deviceName: string }) => deviceName)).toEqual(["phone", "tablet"]);
  });

  it("are taken once by a start that is tried again, also where all are taken", async () => {
    const { start, live } = await household(1);
    const answers = await Promise.all(Array.from({ length: 10 }, () => start("tv", { idempotencyKey: "the film" })));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect((await start("tv", { idempotencyKey: "the film" })).id).toBe(answers[0].id);
    expect(await live()).toEqual([answers[0].id]);
  });

  it("look nobody's reports up while one is free", async () => {
    const { start } = await household(2);
    await start("tv");
    await start("phone");
    expect(watchHistory.requests).toEqual([]);
  });

  it.each(["STOPPED", "ENDED", "FAILED"])("are freed by a session whose last report is %s", async (kind) => {
    const { start, reported, live, sub } = await household(1);
    const tv = await start("tv");
    reported(tv.id, kind);
    const phone = await start("phone");
    expect(phone.__typename).toBe("PlaybackSession");
    expect(await live()).toEqual([phone.id]);
    expect(watchHistory.requests).toEqual([[{ sessionId: tv.id, profileId: `profile-of-${sub}`, startedAt: tv.startedAt }]]);
  });

  it("are freed by a device that fell silent, not by one that reports or has just begun", async () => {
    const { start, reported, live } = await household(2);
    const [tv, phone] = [await start("tv"), await start("phone")];
    packager.advance(55);
    expect((await start("tablet")).__typename).toBe("TooManyStreams");
    packager.advance(10);
    reported(tv.id, "PLAYING", 5);
    const tablet = await start("tablet");
    expect(await live()).toEqual([tv.id, tablet.id].toSorted());
    reported(tv.id, "PAUSED", 61);
    expect((await start("laptop")).__typename).toBe("PlaybackSession");
    expect(await live()).not.toContain(phone.id);
  });

  it("are free again a day after a session started", async () => {
    const { start } = await household(1);
    await start("tv");
    packager.advance(24 * 3_600);
    expect((await start("phone")).__typename).toBe("PlaybackSession");
    expect(watchHistory.requests).toEqual([]);
  });

  it.each(["status", "nonsense", "hang"] as const)("refuse nobody while last reports cannot be read: %s", async (trouble) => {
    const { start, live } = await household(1);
    await start("tv");
    watchHistory.trouble = trouble;
    expect((await start("phone")).__typename).toBe("PlaybackSession");
    expect(await live()).toHaveLength(2);
    watchHistory.trouble = "none";
    expect(await start("tablet")).toMatchObject({ __typename: "TooManyStreams", limit: 1, active: [{}, {}] });
  });

  it("never keep a device from starting one film after another", async () => {
    const { start, live, reported } = await household(1);
    let last = await start("tv");
    for (let film = 0; film < 5; film += 1) {
      reported(last.id, "PLAYING"); // its end was not heard of yet
      last = await start("tv");
      expect(last.__typename).toBe("PlaybackSession");
    }
    expect(await live()).toEqual([last.id]);
    expect((await start("phone")).__typename).toBe("TooManyStreams");
  });

  it("take another device's dead session before the asking device's own", async () => {
    const { start, reported, live } = await household(2);
    const [tv, phone] = [await start("tv"), await start("phone")];
    reported(phone.id, "STOPPED");
    const another = await start("tv");
    expect(await live()).toEqual([tv.id, another.id].toSorted());
  });

  it("follow the plan when it changes, down to none at all", async () => {
    const { sub, start } = await household(2);
    await start("tv");
    await start("phone");
    await packager.usersSays({ accountId: sub, streamLimit: 1 }, 2);
    expect(await start("tablet")).toMatchObject({ __typename: "TooManyStreams", limit: 1, active: [{}, {}] });
    await packager.usersSays({ accountId: sub, streamLimit: 4 }, 3);
    expect((await start("tablet")).__typename).toBe("PlaybackSession");
    await packager.usersSays({ accountId: sub, streamLimit: 0 }, 4);
    expect((await start("laptop")).__typename).toBe("NotEntitled");
  });

  it("are those of the first plan for an account that nothing was said of", async () => {
    const { start } = await household();
    const kinds = [await start("tv"), await start("phone"), await start("tablet")].map(({ __typename }) => __typename);
    expect(kinds).toEqual(["PlaybackSession", "PlaybackSession", "TooManyStreams"]);
  });
});
