import { afterAll, describe, expect, it } from "vitest";
import { profile, runningCatalog, statementsDuring } from "./running-catalog.ts";

const query = `query ($it: [_Any!]!) { _entities(representations: $it) {
  __typename
  ... on Playable { id name durationSeconds maturityRating artwork { kind url width height } }
  ... on Series { id name seasons { number episodes { name } } }
} }`;

const id = (end: string) => `00000000-0000-4000-8000-${end.padStart(12, "0")}`;

describe("references", async () => {
  const catalog = await runningCatalog();
  afterAll(() => catalog[Symbol.asyncDispose]());
  const resolve = async (it: readonly object[], claims?: object) => (await catalog.ask(query, { it }, { ...claims })).data._entities;

  it("gives a playable its own type, asked for as any playable or by its type", async () => {
    const episode = {
      __typename: "Episode",
      id: id("11"),
      name: "The Last Tram",
      durationSeconds: null,
      maturityRating: "TWELVE",
      artwork: [
        { kind: "POSTER", url: "https://watch.example/artwork/small-hours-poster.svg", width: 600, height: 900 },
        { kind: "BACKDROP", url: "https://watch.example/artwork/small-hours-backdrop.svg", width: 1280, height: 720 },
      ],
    };
    const asked = ["Playable", "Episode", "Playable"].map((__typename) => ({ __typename, id: id("11") }));
    expect(await resolve(asked)).toEqual([episode, episode, episode]);
    expect(await resolve([{ __typename: "Playable", id: id("1") }])).toMatchObject([{ __typename: "Movie", name: "Tidewater" }]);
  });

  it("gives a series with its seasons and episodes in order", async () => {
    const [series] = await resolve([{ __typename: "Series", id: id("a0") }]);
    expect(series).toEqual({
      __typename: "Series",
      id: id("a0"),
      name: "Small Hours",
      seasons: [
        { number: 1, episodes: [{ name: "The Last Tram" }, { name: "Window Seat" }] },
        { number: 2, episodes: [{ name: "Night Market" }, { name: "First Light" }] },
      ],
    });
  });

  it("has nothing for what is unknown, of another type, or no id at all", async () => {
    const asked = [
      { __typename: "Playable", id: id("99") },
      { __typename: "Playable", id: "no id" },
      { __typename: "Playable", id: id("a0") },
      { __typename: "Movie", id: id("11") },
      { __typename: "Channel", id: id("1") },
      { __typename: "Series", id: id("1") },
    ];
    expect(await resolve(asked)).toEqual(asked.map(() => null));
  });

  it("answers everybody alike", async () => {
    const asked = [{ __typename: "Playable", id: id("3") }];
    expect(await resolve(asked, profile("ALL"))).toEqual(await resolve(asked));
    expect(await resolve(asked)).toMatchObject([{ name: "Northern Static" }]);
  });

  it("takes one statement for each kind of thing, however many are asked for", async () => {
    const { data } = await catalog.ask("{ titles(first: 100) { nodes { id } } }");
    const movies: readonly { id: string }[] = data.titles.nodes;
    const asked = movies.map((movie) => ({ __typename: "Playable", id: movie.id }));
    expect(await statementsDuring(() => resolve(asked.slice(0, 2)))).toBe(2);
    expect(await statementsDuring(() => resolve(asked))).toBe(2);
  });
});
