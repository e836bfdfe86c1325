import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type StartedService, startedService } from "./started-service.ts";

const ENTITY = `query ($representations: [_Any!]!, $first: Int, $after: String) {
  _entities(representations: $representations) {
    ... on Playable { isInWatchlist rating }
    ... on Profile {
      watchlist(first: $first, after: $after) {
        edges { cursor node { playable { id isInWatchlist } } }
        nodes { playable { id } addedAt }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        totalCount
      }
    }
  }
}`;
const ADD = `mutation ($playableId: ID!) {
  addToWatchlist(input: { playableId: $playableId }) {
    __typename ... on AddedToWatchlist { playable { id isInWatchlist } } ... on WatchlistFull { message limit }
  }
}`;
const REMOVE = `mutation ($playableId: ID!) { removeFromWatchlist(input: { playableId: $playableId }) { playable { id isInWatchlist } } }`;
const RATE = `mutation ($playableId: ID!, $rating: Rating!) {
  rate(input: { playableId: $playableId, rating: $rating }) { rating playable { id rating } }
}`;

interface Page {
  readonly nodes: readonly { readonly playable: { readonly id: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string | null };
  readonly totalCount: number;
}

describe("what a profile wants to watch and thinks", () => {
  let service: StartedService;
  beforeAll(async () => {
    service = await startedService();
  });
  afterAll(() => service[Symbol.asyncDispose]());

  const asProfile = (profileId: string) => ({ sub: "an account", profile: profileId });
  const mutate = async (profileId: string, mutation: string, variables: object) => {
    const { data, errors } = await service.ask(asProfile(profileId), mutation, variables);
    return errors ?? Object.values(data as object)[0];
  };
  const entity = async (viewer: object, representation: object, page: object = {}) => {
    const { data, errors } = await service.ask(viewer as ReturnType<typeof asProfile>, ENTITY, {
      representations: [representation],
      ...page,
    });
    return errors ?? (data as { _entities: readonly unknown[] })._entities[0];
  };
  const taste = (viewer: object, id = "tidewater") => entity(viewer, { __typename: "Playable", id });
  const watchlist = (profileId: string, page: object = {}, viewer: object = asProfile(profileId)) =>
    entity(viewer, { __typename: "Profile", id: profileId }, page) as Promise<{ readonly watchlist: Page }>;

  it("is shown to the selected profile, and to nobody else", async () => {
    expect(await mutate("a", ADD, { playableId: "tidewater" })).toEqual({
      __typename: "AddedToWatchlist",
      playable: { id: "tidewater", isInWatchlist: true },
    });
    expect(await mutate("a", RATE, { playableId: "tidewater", rating: "LIKE" })).toEqual({
      rating: "LIKE",
      playable: { id: "tidewater", rating: "LIKE" },
    });
    expect(await taste(asProfile("a"))).toEqual({ isInWatchlist: true, rating: "LIKE" });
    expect(await taste(asProfile("a"), "another")).toEqual({ isInWatchlist: false, rating: "NONE" });
    expect(await taste(asProfile("b"))).toEqual({ isInWatchlist: false, rating: "NONE" });
    expect(await taste({})).toEqual({ isInWatchlist: null, rating: null });
    expect(await watchlist("a", {}, asProfile("b"))).toEqual({ watchlist: null });
    expect(await watchlist("a")).toMatchObject({ watchlist: { totalCount: 1, nodes: [{ playable: { id: "tidewater" } }] } });
  });

  it("is taken back when it is taken back", async () => {
    await mutate("c", ADD, { playableId: "tidewater" });
    await mutate("c", RATE, { playableId: "tidewater", rating: "DISLIKE" });
    for (const _ of ["once", "again"]) {
      expect(await mutate("c", REMOVE, { playableId: "tidewater" })).toEqual({ playable: { id: "tidewater", isInWatchlist: false } });
    }
    await mutate("c", RATE, { playableId: "tidewater", rating: "NONE" });
    expect(await taste(asProfile("c"))).toEqual({ isInWatchlist: false, rating: "NONE" });
    expect(await watchlist("c")).toMatchObject({ watchlist: { totalCount: 0, nodes: [], pageInfo: { endCursor: null } } });
  });

  it("pages to its end, the latest first, also when an entry left in between", async () => {
    const ids = ["one", "two", "three", "four", "five"];
    for (const playableId of ids) await mutate("d", ADD, { playableId });
    const page = async (variables: object) => (await watchlist("d", variables)).watchlist;
    const titles = ({ nodes }: Page) => nodes.map(({ playable }) => playable.id);
    const first = await page({ first: 2 });
    await mutate("d", REMOVE, { playableId: titles(first)[1] });
    const second = await page({ first: 2, after: first.pageInfo.endCursor });
    const third = await page({ first: 2, after: second.pageInfo.endCursor });
    // Those added in the same millisecond stand by their name, so the order is told by what was read.
    expect([first, second, third].flatMap(titles).toSorted()).toEqual(ids.toSorted());
    expect([first, second, third].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, false]);
    expect([first, second, third].map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual([false, true, true]);
    expect(third.totalCount).toBe(4);
  });

  it("holds 1,000, and says so", async () => {
    await service.pool.query(
      `INSERT INTO watch_history.watchlist (profile_id, playable_id, at_ms, is_listed)
       SELECT 'e', 'film-' || number, number, true FROM generate_series(1, 1000) AS number`,
    );
    const full = { __typename: "WatchlistFull", limit: 1_000, message: "The watchlist holds 1000 already." };
    expect(await mutate("e", ADD, { playableId: "one-more" })).toEqual(full);
    expect(await mutate("e", ADD, { playableId: "film-1" })).toMatchObject({ __typename: "AddedToWatchlist" });
    await mutate("e", REMOVE, { playableId: "film-2" });
    expect(await mutate("e", ADD, { playableId: "one-more" })).toMatchObject({ __typename: "AddedToWatchlist" });
    expect(await watchlist("e", { first: 100 })).toMatchObject({ watchlist: { totalCount: 1_000 } });
  });

  it.each([
    [ADD, { playableId: "" }],
    [ADD, { playableId: "a \0 in it" }],
    [REMOVE, { playableId: "x".repeat(101) }],
    [RATE, { playableId: "no id", rating: "LIKE" }],
    [RATE, { playableId: "tidewater", rating: "GREAT" }],
  ])("answers BAD_USER_INPUT to %s with %o", async (mutation, variables) => {
    expect(await mutate("f", mutation, variables)).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
  });

  it.each([{ first: 0 }, { first: 101 }, { after: "nonsense" }])("answers BAD_USER_INPUT when asked with %o", async (page) => {
    expect(await watchlist("a", page)).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
  });

  it("asks for a profile before it takes anything", async () => {
    const { errors } = await service.ask({ sub: "an account" }, RATE, { playableId: "tidewater", rating: "LIKE" });
    expect(errors).toMatchObject([{ extensions: { code: "PROFILE_REQUIRED" } }]);
  });
});
