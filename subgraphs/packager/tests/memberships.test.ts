import { randomUUID } from "node:crypto";
import { memoryEventLog } from "@marquee/event-log";
import { envelope } from "@marquee/events";
import { afterAll, describe, expect, it } from "vitest";
import { alice, ask, renewPlayback, resultOf, runPackager, startPlayback, until, watchableFilm } from "./running-packager.ts";

describe("what users says of accounts and profiles", async () => {
  const packager = await runPackager();
  const { subgraph } = packager;
  afterAll(() => packager[Symbol.asyncDispose]());
  const playableId = await watchableFilm(packager);

  const newcomer = () => ({ ...alice, sub: randomUUID(), profile: randomUUID() });
  const start = async (claims: typeof alice, at = subgraph) => resultOf(await startPlayback(at, claims, { playableId }));
  const renew = async (claims: typeof alice, token: string) => resultOf(await renewPlayback(subgraph, claims, token));
  const deletedProfile = (profileId: string, accountId: string) =>
    envelope(
      "marquee.users.profile.v1",
      { source: "/users", subject: profileId, sequence: 2 },
      { profileId, accountId, maturityLimit: "ALL", isDeleted: true },
    );
  const limitOf = async (accountId: string) =>
    (await packager.sql("SELECT stream_limit, sequence::int FROM packager.accounts WHERE id = $1", [accountId]))[0];

  it("lets an account without a membership watch nothing, and see no manifests", async () => {
    const claims = newcomer();
    const session = await start(claims);
    const manifests = async () => {
      const document = "query ($of: [_Any!]!) { _entities(representations: $of) { ... on Playable { manifests { hls } } } }";
      return (await ask(subgraph, claims, document, { of: [{ __typename: "Playable", id: playableId }] })).data._entities[0].manifests;
    };
    expect(await manifests()).not.toBeNull();
    await packager.usersSays({ accountId: claims.sub, streamLimit: 0 });
    expect(await start(claims)).toEqual({ __typename: "NotEntitled", message: "The account has no membership that includes watching." });
    expect(await manifests()).toBeNull();
    expect(await renew(claims, session.token)).toMatchObject({
      __typename: "PlaybackEnded",
      message: expect.stringContaining("membership"),
    });
  });

  it("ends the sessions of a deleted account, and starts no others", async () => {
    const claims = newcomer();
    const session = await start(claims);
    await packager.usersSays({ accountId: claims.sub, streamLimit: 2, isDeleted: true });
    expect(await renew(claims, session.token)).toMatchObject({ __typename: "PlaybackEnded" });
    expect(await start(claims)).toMatchObject({ __typename: "NotEntitled" });
  });

  it("ends the sessions of a deleted profile alone, and starts no others", async () => {
    const claims = newcomer();
    const sibling = { ...claims, profile: randomUUID() };
    const [session, siblings] = [await start(claims), await start(sibling)];
    await packager.eventLog.append("users", [{ key: claims.profile, value: deletedProfile(claims.profile, claims.sub) }]);
    await until(async () => expect(await renew(claims, session.token)).toMatchObject({ __typename: "PlaybackEnded" }));
    expect(await start(claims)).toMatchObject({ __typename: "ProfileRequired" });
    expect(await renew(sibling, siblings.token)).toMatchObject({ __typename: "PlaybackSession" });
  });

  it("counts in the order of its sequence, in one batch or in several", async () => {
    const accountId = randomUUID();
    await packager.usersSays({ accountId, streamLimit: 4 }, 3);
    const say = (streamLimit: number, sequence: number) =>
      envelope(
        "marquee.users.account.v1",
        { source: "/users", subject: accountId, sequence },
        { accountId, territory: null, scopes: [], streamLimit, isDeleted: false },
      );
    await packager.eventLog.append(
      "users",
      [say(1, 2), say(2, 5), say(1, 4)].map((value) => ({ key: accountId, value })),
    );
    await until(async () => expect(await limitOf(accountId)).toEqual({ stream_limit: 2, sequence: 5 }));
  });

  it("may say no limit, as it did before there were plans", async () => {
    const accountId = randomUUID();
    await packager.usersSays({ accountId });
    expect(await limitOf(accountId)).toEqual({ stream_limit: null, sequence: 1 });
    expect((await start({ ...newcomer(), sub: accountId })).__typename).toBe("PlaybackSession");
  });

  it("goes on behind what cannot be read, which goes aside", async () => {
    const accountId = randomUUID();
    const event = envelope(
      "marquee.users.account.v1",
      { source: "/users", subject: accountId, sequence: 1 },
      { accountId, territory: null, scopes: [], streamLimit: 1, isDeleted: false },
    );
    await packager.eventLog.append("users", [
      { key: "garbled", value: { type: "nonsense" } },
      { key: accountId, value: event },
    ]);
    await until(async () => expect(await limitOf(accountId)).toEqual({ stream_limit: 1, sequence: 1 }));
    expect(packager.logged()).toContain('"subject":"garbled"');
  });
});

describe("a log that was lost", async () => {
  const packager = await runPackager();
  afterAll(() => packager[Symbol.asyncDispose]());

  it("keeps a withdrawn film withdrawn, whatever comes again out of order", async () => {
    const playableId = await watchableFilm(packager);
    const session = resultOf(await startPlayback(packager.subgraph, alice, { playableId }));
    await packager.catalogSays({ playableId, isWithdrawn: true }, 3);
    expect(resultOf(await renewPlayback(packager.subgraph, alice, session.token))).toMatchObject({
      __typename: "PlaybackEnded",
      message: "This title has been withdrawn.",
    });

    await using fresh = memoryEventLog();
    await using next = await packager.another(undefined, fresh);
    const catalogSays = (sequence: number, isWithdrawn: boolean, name: string) => {
      const about = { source: "/catalog", subject: playableId, sequence };
      const availability = [{ territories: null, from: null, until: null }];
      const data = { playableId, kind: "MOVIE" as const, name, maturityRating: "TWELVE" as const, availability, isWithdrawn };
      return fresh.append("catalog", [
        { key: "garbled", value: { type: "nonsense" } },
        { key: playableId, value: envelope("marquee.catalog.playable.v1", about, data) },
      ]);
    };
    await catalogSays(3, true, "As it was published again");
    await catalogSays(2, false, "A relay's late delivery");
    const marker = randomUUID();
    const account = { accountId: marker, territory: null, scopes: [], streamLimit: 1, isDeleted: false };
    await fresh.append("users", [
      { key: marker, value: envelope("marquee.users.account.v1", { source: "/users", subject: marker, sequence: 1 }, account) },
    ]);
    await until(async () => expect(await packager.sql("SELECT FROM packager.accounts WHERE id = $1", [marker])).toHaveLength(1));
    expect(resultOf(await startPlayback(next, alice, { playableId }))).toMatchObject({ __typename: "NotAvailable", availableFrom: null });

    await catalogSays(4, false, "Back again");
    await until(async () =>
      expect(resultOf(await startPlayback(next, alice, { playableId }))).toMatchObject({ __typename: "PlaybackSession" }),
    );
  });
});
