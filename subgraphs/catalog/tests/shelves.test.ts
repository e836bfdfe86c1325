import { afterAll, describe, expect, it, vi } from "vitest";
import { runningCatalog, statementsDuring, tellOfVideo } from "./running-catalog.ts";

interface Shelf {
  readonly id: string;
  readonly name: string;
  readonly titles: { readonly totalCount: number; readonly nodes: readonly { readonly name: string }[] };
}

const home = `{ shelves { id name titles(first: 20) { totalCount pageInfo { hasNextPage endCursor } nodes {
  id name year isPlayableNow availableFrom genres { name } artwork { url } credits { person { name } } } } } }`;

describe("shelves", async () => {
  const catalog = await runningCatalog();
  afterAll(() => catalog[Symbol.asyncDispose]());
  const shelves = async (): Promise<readonly Shelf[]> => (await catalog.ask(home)).data.shelves;

  it("are made from the data while nothing can be watched, and none is empty", async () => {
    const shown = await shelves();
    expect(shown.map(({ name }) => name)).toEqual([
      "Acclaimed",
      "Drama",
      "Comedy",
      "Action",
      "Adventure",
      "Thriller",
      "Horror",
      "The 2000s",
      "The 1990s",
      "The 1980s",
      "Classics, before 1970",
    ]);
    for (const { titles } of shown) expect(titles.nodes.length).toBeGreaterThan(0);
    expect(shown[0]?.titles.nodes[0]?.name).toBe("The Shawshank Redemption");
  });

  it("begin with what can be watched and what is new", async () => {
    await tellOfVideo(catalog, 1, { playableId: "00000000-0000-4000-8000-000000000001" });
    await tellOfVideo(catalog, 1, { playableId: "6b1e3f0a-5a0f-4c57-9d5e-0c7a2f3b4d5e", title: "Home Movie" });
    const named = (shown: readonly Shelf[]) => shown.slice(0, 2).map(({ name, titles }) => [name, titles.nodes.map((title) => title.name)]);
    await vi.waitFor(
      async () =>
        expect(named(await shelves())).toEqual([
          ["Ready to watch", ["Home Movie", "Tidewater"]],
          ["New here", ["Home Movie"]],
        ]),
      { timeout: 20_000 },
    );
  });

  it("page on, each by its id", async () => {
    const query = `query ($after: String) { shelf(id: "acclaimed") { name titles(first: 100, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } nodes { id } } } }`;
    const first = (await catalog.ask(query)).data.shelf.titles;
    const second = (await catalog.ask(query, { after: first.pageInfo.endCursor })).data.shelf.titles;
    const ids: readonly string[] = [...first.nodes, ...second.nodes].map(({ id }: { id: string }) => id);
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect(new Set(ids).size).toBe(first.totalCount);
    expect((await catalog.ask('{ shelf(id: "no such shelf") { name } }')).data).toEqual({ shelf: null });
  });

  it("refuse a cursor of a list in another order", async () => {
    const { data } = await catalog.ask("{ titles(first: 1) { pageInfo { endCursor } } }");
    const { errors } = await catalog.ask('query ($after: String) { shelf(id: "acclaimed") { titles(after: $after) { totalCount } } }', {
      after: data.titles.pageInfo.endCursor,
    });
    expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });

  it("take nine statements for the whole home page", async () => {
    // the genres, which shelves have titles, their pages, their counts, the titles, and what is said of them: availability, genres, artwork, credits
    expect(await statementsDuring(shelves)).toBe(9);
  });
});
