import { afterAll, describe, expect, it } from "vitest";
import { runningCatalog, statementsDuring } from "./running-catalog.ts";

const page = `query ($search: String, $filter: TitleFilter, $first: Int, $after: String) {
  titles(search: $search, filter: $filter, first: $first, after: $after) {
    nodes { __typename id name year maturityRating genres { id name } }
    edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

interface Node {
  readonly __typename: string;
  readonly id: string;
  readonly name: string;
  readonly year: number;
  readonly maturityRating: string | null;
  readonly genres: readonly { readonly id: string; readonly name: string }[];
}

describe("titles", async () => {
  const catalog = await runningCatalog();
  afterAll(() => catalog[Symbol.asyncDispose]());

  const found = async (search: string | null, filter: object = {}, first = 5): Promise<readonly Node[]> => {
    const { data, errors } = await catalog.ask(page, { search, filter, first });
    expect(errors).toBeUndefined();
    return data.titles.nodes;
  };
  const names = async (search: string, filter?: object) => (await found(search, filter)).map(({ name }) => name);
  const allPages = async (variables: object): Promise<readonly string[]> => {
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await catalog.ask(page, { ...variables, after });
      expect(data.titles.pageInfo.hasPreviousPage).toBe(after !== null);
      expect(data.titles.pageInfo.endCursor).toBe(data.titles.edges.at(-1).cursor);
      ids.push(...data.titles.nodes.map(({ id }: Node) => id));
      after = data.titles.pageInfo.hasNextPage ? data.titles.pageInfo.endCursor : null;
    } while (after !== null);
    return ids;
  };

  describe("paging", () => {
    it("visits each title once", async () => {
      const ids = await allPages({ first: 100 });
      expect(new Set(ids).size).toBe(ids.length);
      const { data } = await catalog.ask("{ titles(first: 1) { totalCount } }");
      expect(ids).toHaveLength(data.titles.totalCount);
      expect(ids).toHaveLength(3_204);
    });

    it("visits each match of a search once, in the order of one long page", async () => {
      const ids = await allPages({ search: "love", first: 7 });
      expect(ids.length).toBeGreaterThan(21);
      expect(ids).toEqual((await found("love", {}, 100)).map(({ id }) => id));
    });

    it("goes on where it was, whatever was withdrawn meanwhile", async () => {
      const first = await catalog.ask(page, { first: 2 });
      const [, last] = first.data.titles.nodes;
      const before = await catalog.ask(page, { first: 2, after: first.data.titles.pageInfo.endCursor });
      await catalog.pool.query("UPDATE catalog.works SET is_withdrawn = true WHERE id = $1", [last.id]);
      const after = await catalog.ask(page, { first: 2, after: first.data.titles.pageInfo.endCursor });
      await catalog.pool.query("UPDATE catalog.works SET is_withdrawn = false WHERE id = $1", [last.id]);
      expect(after).toEqual(before);
    });

    it.each([
      [{ first: 0 }, '"first" takes 1 to 100, and got 0.'],
      [{ first: -1 }, '"first" takes 1 to 100, and got -1.'],
      [{ first: 101 }, '"first" takes 1 to 100, and got 101.'],
      [{ after: "nonsense" }, '"after" takes a cursor that this list gave'],
      [{ after: "" }, '"after" takes a cursor that this list gave'],
      [{ after: cursor(["name", "a", "not an id"]) }, '"after" takes a cursor that this list gave'],
      [{ after: cursor(["name", "a\0", "00000000-0000-4000-8000-000000000001"]) }, '"after" takes a cursor that this list gave'],
      [{ after: cursor(["popularity", 5, "00000000-0000-4000-8000-000000000001"]) }, '"after" takes a cursor that this list gave'],
      [{ search: "x".repeat(101) }, '"search" takes at most 100 characters, and got 101.'],
      [{ filter: { genreIds: Array(51).fill("x") } }, '"filter.genreIds" takes at most 50 genres, and got 51.'],
    ])("refuses %j", async (variables, message) => {
      const { data, errors } = await catalog.ask(page, variables);
      expect(data).toEqual({ titles: null });
      expect(errors?.[0]).toMatchObject({ message: expect.stringContaining(message), extensions: { code: "BAD_USER_INPUT" } });
    });

    it("takes a page of 20 where none is asked for", async () => {
      const { data } = await catalog.ask("{ titles(first: null) { nodes { id } } }");
      expect(data.titles.nodes).toHaveLength(20);
    });
  });

  describe("search", () => {
    it.each([
      ["the whole name before its beginning", "star trek", ["Star Trek", "Star Trek: First Contact"]],
      ["the beginning of a name before a word in it", "jurassic", ["Jurassic Park"]],
      ["a name without its article as the whole name", "matrix", ["The Matrix", "The Matrix Reloaded", "The Matrix Revolutions"]],
      ["what is typed so far", "small ho", ["Small Hours"]],
      ["words in any order", "godfather the", ["The Godfather", "The Godfather: Part II", "The Godfather: Part III"]],
      ["without accents what has them", "fabuleux destin d'amelie", ["Le Fabuleux destin d'Amélie Poulain"]],
      ["a word behind an apostrophe", "Amélie", ["Le Fabuleux destin d'Amélie Poulain"]],
      ["without its apostrophe", "oceans eleven", ["Ocean's Eleven"]],
      ["names that are numbers", "1408", ["1408"]],
      ["a letter too few", "tidewatr", ["Tidewater"]],
      ["letters that changed places", "paper lantrens", ["Paper Lanterns"]],
      ["a letter too many", "norrthern static", ["Northern Static"]],
      ["words of the synopsis", "ferry ennis", ["Tidewater"]],
    ])("finds %s", async (_, search, expected) => {
      expect((await names(search)).slice(0, expected.length)).toEqual(expected);
    });

    it("finds what somebody made, also with a slip in their name", async () => {
      const films = await names("spielberg");
      expect(films).toEqual(expect.arrayContaining(["Jurassic Park", "Schindler's List"]));
      expect(await names("spielburg")).toEqual(films);
    });

    it("makes no guesses where something matches as typed", async () => {
      expect(await names("tidewater")).toEqual(["Tidewater"]);
    });

    it("puts what can be watched first among equals", async () => {
      const withVideo = (hasVideo: boolean) =>
        catalog.pool.query("UPDATE catalog.works SET has_video = $1 WHERE name = 'The Last Tram'", [hasVideo]);
      expect((await names("small")).indexOf("Small Hours")).toBeGreaterThan(0);
      await withVideo(true);
      expect((await names("small")).indexOf("Small Hours")).toBe(0);
      await withVideo(false);
    });

    it.each(["!!!", "zzzzzzzz", "' OR 1=1 --", "a & | ! ( <->", "%", "\\", "\0"])(
      "takes %j as words, and finds what is like it or nothing",
      async (search) => {
        const { errors } = await catalog.ask(page, { search });
        expect(errors).toBeUndefined();
      },
    );

    it("answers soon where nothing matches, though the database still takes the catalog for empty", async () => {
      await using fresh = await runningCatalog();
      await fresh.pool.query("UPDATE pg_class SET reltuples = 1, relpages = 100 WHERE oid = 'catalog.works'::regclass");
      const startedAt = performance.now();
      expect(await fresh.ask(page, { search: "zzzzzzzz" })).toMatchObject({ data: { titles: { nodes: [] } } });
      expect(performance.now() - startedAt).toBeLessThan(3_000);
    });

    it("means all titles when it is blank", async () => {
      expect(await found("  ")).toEqual(await found(null));
    });
  });

  describe("filter", () => {
    it("holds each by itself", async () => {
      const [{ genres = [] } = {}] = await found("shawshank redemption");
      const [drama] = genres;
      expect((await found(null, { kinds: ["SERIES"] })).map(({ name }) => name)).toEqual(["Small Hours"]);
      for (const { genres } of await found(null, { genreIds: [drama?.id] }))
        expect(genres).toContainEqual({ id: drama?.id, name: "Drama" });
      for (const { year } of await found(null, { yearFrom: 1930, yearTo: 1939 })) expect(Math.floor(year / 10)).toBe(193);
      for (const { maturityRating } of await found(null, { maturityLimit: "SEVEN" }, 50)) expect(maturityRating).toMatch(/^(ALL|SEVEN)$/);
      expect(await found(null, { genreIds: ["no such genre"] })).toEqual([]);
      expect(await found(null, { kinds: [] })).toEqual([]);
    });

    it("holds all together, and beside a search", async () => {
      const [{ genres = [] } = {}] = await found("toy story");
      const filter = { kinds: ["MOVIE"], genreIds: genres.map(({ id }) => id), yearFrom: 1995, yearTo: 1999, maturityLimit: "ALL" };
      expect(await names("toy story", filter)).toEqual(["Toy Story", "Toy Story 2"]);
      expect(await names("toy story", { ...filter, yearTo: 1998 })).toEqual(["Toy Story"]);
      expect(await names("toy story", { ...filter, playableNow: true })).toEqual([]);
    });
  });

  describe("statements", () => {
    it("counts only when asked", async () => {
      expect(await statementsDuring(() => catalog.ask("{ titles(first: 100) { nodes { name } } }"))).toBe(2);
      expect(await statementsDuring(() => catalog.ask("{ titles(first: 100) { totalCount nodes { name } } }"))).toBe(3);
    });

    it("needs one for each kind of thing, however long the page", async () => {
      const query = (first: number) => `{ titles(first: ${first}) { nodes {
        name genres { name } credits { person { name } } artwork { url } isPlayableNow availableFrom
        ... on Series { seasons { number episodes { name isPlayableNow series { name } } } } } } }`;
      expect(await statementsDuring(() => catalog.ask(query(3)))).toBe(6);
      expect(await statementsDuring(() => catalog.ask(query(100)))).toBe(6);
    });
  });
});

function cursor(key: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}
