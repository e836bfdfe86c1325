import { readPlaybackToken } from "@marquee/playback-token";
import { Pool } from "pg";
import { afterAll, describe, expect, it, vi } from "vitest";
import {
  alice,
  ask,
  bob,
  carol,
  endPlayback,
  importFinished,
  playbackSecret,
  renewPlayback,
  resultOf,
  runPackager,
  startPlayback,
  watchableFilm,
} from "./running-packager.ts";
import { smallEncoder, writeSmallEncode } from "./small-encode.ts";

describe("playback", async () => {
  let gate: Promise<void> | undefined;
  const encoder = smallEncoder(async ({ folder, onPhase }) => {
    onPhase("TRANSCODING", 50);
    await gate;
    return writeSmallEncode(folder);
  });
  const packager = await runPackager({ encoder });
  const { subgraph } = packager;
  afterAll(() => packager[Symbol.asyncDispose]());
  const playableId = await watchableFilm(packager);

  const start = async (claims: typeof alice, input: Readonly<Record<string, unknown>>) =>
    resultOf(await startPlayback(subgraph, claims, input));
  const manifestsOf = async (claims: typeof alice, id: string) => {
    const document = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Playable { manifests { hls dash } } } }`;
    const { data } = await ask(subgraph, claims, document, { of: [{ __typename: "Playable", id }] });
    return data._entities[0].manifests;
  };

  describe("that may start", () => {
    it("gives a session whose token says who watches what", async () => {
      const before = Date.now();
      const session = await start(alice, { playableId });
      expect(session).toMatchObject({
        __typename: "PlaybackSession",
        playable: { id: playableId },
        reportIntervalSeconds: 10,
        cmcdUrl: null,
      });
      const startedAtMs = Date.parse(session.startedAt);
      expect(startedAtMs).toBeGreaterThanOrEqual(before);
      const [encode] = await packager.sql("SELECT id FROM packager.encodes WHERE playable_id = $1", [playableId]);
      expect(readPlaybackToken(session.token, playbackSecret)).toEqual({
        sessionId: session.id,
        profileId: "profile-alice",
        playableId,
        encodeId: encode?.id,
        startedAtMs,
        durationSeconds: 8,
        reporting: "GRAPH",
        clockOffsetMs: null,
      });
      expect(session.manifests.hls).toMatch(`/${playableId}/${encode?.id}/1/master.m3u8`);
      expect(session.manifests.dash).toMatch(`/${playableId}/${encode?.id}/1/manifest.mpd`);
      expect(Date.parse(session.expiresAt) - startedAtMs).toBeGreaterThanOrEqual(8_000 + 4 * 3_600_000);
    });

    it("signs how far the device's clock is off", async () => {
      const deviceTime = new Date(Date.now() + 3_600_000).toISOString();
      const { token, cmcdUrl } = await start(alice, { playableId, reporting: "CMCD", deviceTime });
      expect(cmcdUrl).toBe(`http://edge.example/cmcd/${token}`);
      const claims = readPlaybackToken(token, playbackSecret);
      expect(claims?.reporting).toBe("CMCD");
      expect(Math.abs((claims?.clockOffsetMs ?? 0) - 3_600_000)).toBeLessThan(5_000);
    });

    it("gives the same session for the same key, however often and at once", async () => {
      const input = { playableId, idempotencyKey: "the same" };
      const sessions = await Promise.all(Array.from({ length: 12 }, () => start(alice, input)));
      expect(new Set(sessions.map(({ id, token, startedAt }) => `${id} ${token} ${startedAt}`)).size).toBe(1);
      const rows = await packager.sql("SELECT id FROM packager.playback_sessions WHERE idempotency_key = 'the same'");
      const events = await packager.sql("SELECT event FROM packager.outbox WHERE event->>'subject' = $1", [sessions[0].id]);
      expect([rows.length, events.length]).toEqual([1, 1]);
      expect(events[0]).toMatchObject({ event: { type: "marquee.packager.playback-started.v1", data: { token: sessions[0].token } } });
    });

    it("gives another profile its own session under that key", async () => {
      const mine = await start(alice, { playableId, idempotencyKey: "a common key" });
      const theirs = await start(bob, { playableId, idempotencyKey: "a common key" });
      expect(theirs.id).not.toBe(mine.id);
    });
  });

  describe("that may not start", () => {
    it("asks for a profile", async () => {
      const { profile: _, ...account } = alice;
      expect(await start(account, { playableId })).toMatchObject({ __typename: "ProfileRequired" });
      expect(await start({}, { playableId })).toMatchObject({ __typename: "ProfileRequired" });
    });

    it.each([["00000000-0000-4000-8000-00000000dead"], [""], ["nul\0"], ["x".repeat(10_000)]])("knows no playable %j", async (unknown) => {
      expect(await start(alice, { playableId: unknown })).toMatchObject({ __typename: "UnknownPlayable" });
    });

    it("keeps to windows and territories, and says when the next one opens", async () => {
      const from = new Date(Date.now() + 86_400_000).toISOString();
      const elsewhere = await packager.catalogSays({ availability: [{ territories: ["FR"], from: null, until: null }] });
      const ahead = await packager.catalogSays({ availability: [{ territories: ["DE"], from, until: null }] });
      const withdrawn = await packager.catalogSays({ isWithdrawn: true });
      expect(await start(alice, { playableId: elsewhere })).toMatchObject({ __typename: "NotAvailable", availableFrom: null });
      expect(await start(alice, { playableId: ahead })).toMatchObject({ __typename: "NotAvailable", availableFrom: from });
      expect(await start(alice, { playableId: withdrawn })).toMatchObject({ __typename: "NotAvailable", availableFrom: null });
    });

    it("keeps to the profile's maturity limit", async () => {
      const strict = await packager.catalogSays({ maturityRating: "EIGHTEEN" });
      const unrated = await packager.catalogSays({ maturityRating: null });
      expect(await start(alice, { playableId: strict })).toMatchObject({ __typename: "MaturityRestricted" });
      expect(await start(alice, { playableId: unrated })).toMatchObject({ __typename: "MaturityRestricted" });
      expect(await start({ ...alice, maturity: "EIGHTEEN" }, { playableId: unrated })).toMatchObject({ __typename: "NotReady" });
    });

    it("waits for the video, and a refusal is not remembered", async () => {
      const input = { playableId: await packager.catalogSays(), idempotencyKey: "refused before" };
      expect(await start(alice, input)).toMatchObject({ __typename: "NotReady", percent: null });
      const { promise, resolve: open } = Promise.withResolvers<void>();
      gate = promise;
      const importing = importFinished(packager, input);
      await expect.poll(async () => (await start(alice, input)).percent, { timeout: 20_000 }).toBeGreaterThan(40);
      open();
      expect(await importing).toMatchObject({ state: "READY" });
      expect(await start(alice, input)).toMatchObject({ __typename: "PlaybackSession" });
    });

    it.each([
      ["a key used for another playable", { idempotencyKey: "once" }, "idempotencyKey was used before"],
      ["an empty key", { idempotencyKey: "" }, "idempotencyKey of 1 to 200"],
      ["a key that is too long", { idempotencyKey: "x".repeat(201) }, "idempotencyKey of 1 to 200"],
      ["a key with a NUL", { idempotencyKey: "a\0" }, "idempotencyKey of 1 to 200"],
      ["CMCD without the device's time", { reporting: "CMCD" }, "deviceTime"],
    ])("says what is wrong with %s", async (_name, input, message) => {
      await start(alice, { playableId, idempotencyKey: "once" });
      const other = await packager.catalogSays();
      const { errors } = await startPlayback(subgraph, alice, { playableId: other, ...input });
      expect(errors?.[0]).toMatchObject({ message: expect.stringContaining(message), extensions: { code: "BAD_USER_INPUT" } });
    });
  });

  describe("that goes on", () => {
    it("is renewed for the same profile until it is ended, by any device of the account", async () => {
      const session = await start(alice, { playableId });
      packager.advance(60);
      const renewed = resultOf(await renewPlayback(subgraph, alice, session.token));
      expect(renewed).toMatchObject({ __typename: "PlaybackSession", id: session.id, token: session.token, startedAt: session.startedAt });
      expect(renewed.expiresAt > session.expiresAt).toBe(true);
      expect(resultOf(await renewPlayback(subgraph, bob, session.token))).toMatchObject({ __typename: "PlaybackEnded" });
      expect(resultOf(await renewPlayback(subgraph, alice, `${session.token}x`))).toMatchObject({ __typename: "PlaybackEnded" });

      expect(resultOf(await endPlayback(subgraph, bob, session.id))).toMatchObject({ __typename: "UnknownPlayback" });
      expect(resultOf(await endPlayback(subgraph, alice, "no id"))).toMatchObject({ __typename: "UnknownPlayback" });
      const otherDevice = { ...alice, profile: undefined, device: "phone" };
      for (let time = 0; time < 2; time += 1)
        expect(resultOf(await endPlayback(subgraph, otherDevice, session.id))).toEqual({
          __typename: "EndedPlayback",
          sessionId: session.id,
        });
      expect(resultOf(await renewPlayback(subgraph, alice, session.token))).toMatchObject({ __typename: "PlaybackEnded" });
      expect((await endPlayback(subgraph, {}, session.id)).errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
    });

    it("lasts a day at most, and its URLs never longer", async () => {
      const session = await start(alice, { playableId, idempotencyKey: "yesterday" });
      packager.advance(23 * 3_600);
      const { expiresAt } = resultOf(await renewPlayback(subgraph, alice, session.token));
      expect(Date.parse(expiresAt)).toBe(Date.parse(session.startedAt) + 24 * 3_600_000);
      packager.advance(3_600);
      expect(resultOf(await renewPlayback(subgraph, alice, session.token))).toMatchObject({ __typename: "PlaybackEnded" });
      expect(Date.parse((await start(alice, { playableId, idempotencyKey: "yesterday" })).expiresAt)).toBe(Date.parse(expiresAt));
    });

    it("stays with its encode when the video is replaced", async () => {
      const film = await watchableFilm(packager);
      const session = await start(alice, { playableId: film });
      await importFinished(packager, { playableId: film });
      const renewed = resultOf(await renewPlayback(subgraph, alice, session.token));
      const encodeOf = (url: string) => url.split("/").at(-3);
      expect(encodeOf(renewed.manifests.hls)).toBe(encodeOf(session.manifests.hls));
      expect(encodeOf((await start(alice, { playableId: film })).manifests.hls)).not.toBe(encodeOf(session.manifests.hls));
    });
  });

  describe("as fields of a playable", () => {
    it("shows manifests to those who may watch, and to nobody else", async () => {
      expect(await manifestsOf(alice, playableId)).toMatchObject({ hls: expect.stringContaining(playableId) });
      expect(await manifestsOf({ ...alice, maturity: "SEVEN" }, playableId)).toBeNull();
      expect(await manifestsOf(carol, playableId)).toBeNull();
      expect(await manifestsOf({}, playableId)).toBeNull();
      expect(await manifestsOf(alice, await packager.catalogSays())).toBeNull();
      expect(await manifestsOf(alice, "unknown")).toBeNull();
    });

    it("shows anyone how far videos are and a still, in one query for all of them", async () => {
      const unpackaged = await packager.catalogSays();
      const ids = [playableId, unpackaged, "unknown", playableId];
      const document = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Playable { id stillUrl video { state percent } } } }`;
      const queries = vi.spyOn(Pool.prototype, "query");
      const { data } = await ask(subgraph, {}, document, { of: ids.map((id) => ({ __typename: "Playable", id })) });
      expect(queries.mock.calls.filter(([query]) => JSON.stringify(query).includes("packager.playables"))).toHaveLength(1);
      queries.mockRestore();
      const stillUrl = expect.stringMatching(new RegExp(`^http://edge.example/media/stills/${playableId}/[0-9a-f-]{36}\\.jpg$`));
      const ready = { id: playableId, stillUrl, video: { state: "READY", percent: 100 } };
      const none = { stillUrl: null, video: null };
      expect(data._entities).toEqual([ready, { id: unpackaged, ...none }, { id: "unknown", ...none }, ready]);
    });
  });
});
