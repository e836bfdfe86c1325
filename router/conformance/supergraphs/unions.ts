import type { Draft, TestSupergraph } from "../supergraph.ts";

/** Unions whose members differ between subgraphs. */
export const unions: TestSupergraph = {
  name: "unions",
  subgraphs: {
    search: `
      type Query { found: [Hit!]! best: Hit pinned: Hit @shareable }
      union Hit = Song | Album | Advert
      type Song @key(fields: "id") { id: ID! title: String album: Album }
      type Album @key(fields: "id") { id: ID! title: String first: Hit }
      type Advert { text: String! }
    `,
    music: `
      type Query { charts: [Hit!]! pinned: Hit @shareable }
      union Hit = Song | Artist
      type Song @key(fields: "id") { id: ID! seconds: Int by: Artist }
      type Artist @key(fields: "id") { id: ID! name: String next: Hit }
      type Album @key(fields: "id") { id: ID! tracks: Int }
    `,
  },
  world: () => {
    const artist: Draft = { __typename: "Artist", id: "a", name: "Ida" };
    const album: Draft = { __typename: "Album", id: "1", title: "Blue", tracks: 9 };
    const song = { __typename: "Song", id: "1", title: "So", seconds: 180, by: artist, album };
    const advert = { __typename: "Advert", id: "x", text: "Buy" };
    Object.assign(artist, { next: song });
    Object.assign(album, { first: song });
    return {
      query: { found: [song, advert, album], best: album, pinned: song, charts: [artist, song] },
      objects: [artist, album, song, advert],
    };
  },
  cases: [
    { name: "asks each member", query: "{ found { ... on Song { title seconds } ... on Album { title tracks } ... on Advert { text } } }" },
    { name: "names the types", query: "{ found { __typename } charts { __typename } best { __typename } }" },
    {
      name: "asks for a member that this subgraph does not have",
      query: "{ charts { ... on Album { tracks } ... on Artist { name } } best { ... on Artist { name } } }",
    },
    {
      name: "asks for a shared member of a shared field",
      query: "{ pinned { ... on Song { title seconds } ... on Artist { name } ... on Advert { text } } }",
    },
    {
      name: "goes through unions in circles",
      query: "{ charts { ... on Artist { next { ... on Song { album { first { __typename ... on Song { by { name } } } } } } } } }",
    },
    {
      name: "gives one key two meanings by the type",
      query: "{ found { ... on Song { key: title } ... on Album { key: title first { __typename } } ... on Advert { words: text } } }",
    },
  ],
};
