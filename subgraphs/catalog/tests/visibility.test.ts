import { afterAll, describe, expect, it } from "vitest";
import { profile, runningCatalog } from "./running-catalog.ts";

const smallHours = "00000000-0000-4000-8000-0000000000a0";
const northernStatic = "00000000-0000-4000-8000-000000000003";
const tidewater = "00000000-0000-4000-8000-000000000001";
const lastTram = "00000000-0000-4000-8000-000000000011";
const unrated = "12 Angry Men";

let clock = new Date("2026-06-01T12:00:00.000Z");

describe("what a viewer sees", async () => {
  const catalog = await runningCatalog({ now: () => clock });
  afterAll(() => catalog[Symbol.asyncDispose]());

  describe("of maturity", () => {
    const ratings = async (claims: object, filter = {}) => {
      const query = "query ($filter: TitleFilter) { titles(first: 100, filter: $filter) { totalCount nodes { maturityRating } } }";
      const { data } = await catalog.ask(query, { filter }, { ...claims });
      return data.titles.totalCount;
    };

    it("is everything without a selected profile, signed in or not", async () => {
      expect(await ratings({})).toBe(3_204);
      expect(await ratings({ sub: "alice" })).toBe(3_204);
    });

    it("ends at the profile's limit, and the unrated is for adults only", async () => {
      const { rows } = await catalog.pool.query(
        "SELECT maturity_rating AS rating, count(*)::int AS titles FROM catalog.works WHERE kind IN ('MOVIE', 'SERIES') GROUP BY 1",
      );
      const count = new Map(rows.map(({ rating, titles }) => [rating, titles]));
      const sum = (...of: readonly (string | null)[]) => of.reduce((all, rating) => all + count.get(rating), 0);
      expect(await ratings(profile("ALL"))).toBe(sum("ALL"));
      expect(await ratings(profile("SEVEN"))).toBe(sum("ALL", "SEVEN"));
      expect(await ratings(profile("TWELVE"))).toBe(sum("ALL", "SEVEN", "TWELVE"));
      expect(await ratings(profile("SIXTEEN"))).toBe(sum("ALL", "SEVEN", "TWELVE", "SIXTEEN"));
      expect(await ratings(profile("EIGHTEEN"))).toBe(3_204);
    });

    it("is what is fit for all where a profile's limit cannot be read", async () => {
      expect(await ratings(profile("GROWN_UP"))).toBe(await ratings(profile("ALL")));
      expect(await ratings({ sub: "alice", profile: "kit" })).toBe(await ratings(profile("ALL")));
    });

    it("is never widened by a filter, only narrowed", async () => {
      expect(await ratings(profile("SEVEN"), { maturityLimit: "EIGHTEEN" })).toBe(await ratings(profile("SEVEN")));
      expect(await ratings(profile("EIGHTEEN"), { maturityLimit: "SEVEN" })).toBe(await ratings(profile("SEVEN")));
      expect(await ratings({}, { maturityLimit: "SEVEN" })).toBe(await ratings(profile("SEVEN")));
    });

    it("holds for one title, one playable and a search too", async () => {
      const query = `query ($title: ID!, $playable: ID!, $search: String) {
        title(id: $title) { name } playable(id: $playable) { name } titles(search: $search) { nodes { name } } }`;
      const asked = { title: smallHours, playable: northernStatic, search: unrated };
      const child = await catalog.ask(query, asked, profile("SEVEN"));
      expect(child.data).toEqual({ title: null, playable: null, titles: { nodes: [] } });
      const adult = await catalog.ask(query, asked, profile("EIGHTEEN"));
      expect(adult.data).toEqual({
        title: { name: "Small Hours" },
        playable: { name: "Northern Static" },
        titles: { nodes: [{ name: unrated }] },
      });
    });

    it("keeps shelves within the limit, and leaves out what is empty then", async () => {
      const query = "{ shelves { id titles(first: 100) { nodes { maturityRating } } } }";
      const child = await catalog.ask(query, {}, profile("ALL"));
      const shown: readonly { titles: { nodes: readonly { maturityRating: string }[] } }[] = child.data.shelves;
      expect(shown.length).toBeGreaterThan(3);
      for (const { titles } of shown) {
        expect(titles.nodes.length).toBeGreaterThan(0);
        for (const { maturityRating } of titles.nodes) expect(maturityRating).toBe("ALL");
      }
    });
  });

  it("takes a title for a title and a playable for a playable, and any other text for nothing", async () => {
    const query = "query ($id: ID!) { title(id: $id) { __typename } playable(id: $id) { __typename } }";
    const kinds = async (id: string) => (await catalog.ask(query, { id })).data;
    expect(await kinds(tidewater)).toEqual({ title: { __typename: "Movie" }, playable: { __typename: "Movie" } });
    expect(await kinds(smallHours)).toEqual({ title: { __typename: "Series" }, playable: null });
    expect(await kinds(lastTram)).toEqual({ title: null, playable: { __typename: "Episode" } });
    expect(await kinds("'; DROP TABLE works; --")).toEqual({ title: null, playable: null });
  });

  describe("of availability", () => {
    const state = `query ($id: ID!) { playable(id: $id) { isPlayableNow availableFrom } }`;
    const seriesState = `query ($id: ID!) { title(id: $id) { isPlayableNow availableFrom } }`;
    const windows = async (id: string, ...all: readonly (readonly [readonly string[] | null, string | null, string | null])[]) => {
      await catalog.pool.query("DELETE FROM catalog.availability_windows WHERE work_id = $1", [id]);
      for (const [territories, from, until] of all) {
        await catalog.pool.query(
          "INSERT INTO catalog.availability_windows (work_id, territories, starts_at, ends_at) VALUES ($1, $2, $3, $4)",
          [id, territories, from, until],
        );
      }
    };
    const withVideo = (id: string, hasVideo: boolean) =>
      catalog.pool.query("UPDATE catalog.works SET has_video = $2 WHERE id = $1", [id, hasVideo]);
    const from = async (territory: string | undefined, at: string, id = tidewater) => {
      clock = new Date(at);
      const { data } = await catalog.ask(state, { id }, profile("EIGHTEEN", territory));
      return [data.playable.isPlayableNow, data.playable.availableFrom];
    };

    it("is not playable without a video, within a window or not", async () => {
      expect(await from("DE", "2026-06-01T12:00:00.000Z")).toEqual([false, null]);
    });

    it("follows the windows of the viewer's territory, by the clock", async () => {
      await withVideo(tidewater, true);
      await windows(
        tidewater,
        [["DE", "AT"], "2026-06-10T00:00:00.000Z", "2026-06-20T00:00:00.000Z"],
        [["DE"], "2026-07-01T00:00:00.000Z", null],
        [["FR"], "2026-06-05T00:00:00.000Z", null],
      );
      expect(await from("DE", "2026-06-09T23:59:59.999Z")).toEqual([false, "2026-06-10T00:00:00.000Z"]);
      expect(await from("DE", "2026-06-10T00:00:00.000Z")).toEqual([true, null]);
      expect(await from("DE", "2026-06-19T23:59:59.999Z")).toEqual([true, null]);
      expect(await from("DE", "2026-06-20T00:00:00.000Z")).toEqual([false, "2026-07-01T00:00:00.000Z"]);
      expect(await from("DE", "2026-07-01T00:00:00.000Z")).toEqual([true, null]);
      expect(await from("AT", "2026-06-20T00:00:00.000Z")).toEqual([false, null]);
      expect(await from("FR", "2026-06-09T00:00:00.000Z")).toEqual([true, null]);
      expect(await from("US", "2026-06-15T00:00:00.000Z")).toEqual([false, null]);
      expect(await from(undefined, "2026-06-15T00:00:00.000Z")).toEqual([false, null]);
    });

    it("is everywhere where a window names no territory", async () => {
      await windows(tidewater, [null, null, null]);
      expect(await from(undefined, "2026-06-15T00:00:00.000Z")).toEqual([true, null]);
      expect(await from("US", "2026-06-15T00:00:00.000Z")).toEqual([true, null]);
    });

    it("is nowhere where there is no window", async () => {
      await windows(tidewater);
      expect(await from("US", "2026-06-15T00:00:00.000Z")).toEqual([false, null]);
    });

    it("makes a series playable with its first episode, in lists and shelves too", async () => {
      const ready = async () => {
        const { data } = await catalog.ask("{ titles(filter: { playableNow: true }) { nodes { name } } shelves { id } }");
        const shelves: readonly { id: string }[] = data.shelves;
        return [data.titles.nodes, shelves.some(({ id }) => id === "ready-to-watch")];
      };
      await withVideo(lastTram, true);
      await windows(lastTram, [null, "2026-06-10T00:00:00.000Z", null]);
      clock = new Date("2026-06-09T00:00:00.000Z");
      expect(await ready()).toEqual([[], false]);
      clock = new Date("2026-06-10T00:00:00.000Z");
      expect(await ready()).toEqual([[{ name: "Small Hours" }], true]);
      const { data } = await catalog.ask(seriesState, { id: smallHours });
      expect(data.title).toEqual({ isPlayableNow: true, availableFrom: null });
    });

    it("counts what cannot be played as such", async () => {
      const { data } = await catalog.ask("{ titles(filter: { playableNow: false }) { totalCount } }");
      expect(data.titles.totalCount).toBe(3_203);
    });

    it("ends with a withdrawal, and nothing is listed or resolved any more", async () => {
      await windows(tidewater, [null, null, null]);
      await catalog.pool.query("UPDATE catalog.works SET is_withdrawn = true WHERE id = $1", [tidewater]);
      const { data } = await catalog.ask(
        `query ($id: ID!, $it: [_Any!]!) { title(id: $id) { name } playable(id: $id) { name } titles(search: "tidewater") { totalCount nodes { name } }
          ready: titles(filter: { playableNow: true }) { nodes { name } } _entities(representations: $it) { __typename } }`,
        { id: tidewater, it: [{ __typename: "Playable", id: tidewater }] },
      );
      expect(data).toEqual({
        title: null,
        playable: null,
        titles: { totalCount: expect.any(Number), nodes: expect.not.arrayContaining([{ name: "Tidewater" }]) },
        ready: { nodes: [{ name: "Small Hours" }] },
        _entities: [null],
      });
    });
  });
});
