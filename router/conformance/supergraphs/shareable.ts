import type { TestSupergraph } from "../supergraph.ts";

/** What several subgraphs answer, each with parts of its own. */
export const shareable: TestSupergraph = {
  name: "shareable",
  subgraphs: {
    maps: `
      type Query { place(id: ID!): Place @shareable home: Home @shareable }
      type Place @key(fields: "id") { id: ID! name: String @shareable at: Point @shareable region: Region @shareable }
      type Point @shareable { x: Int! y: Int! }
      type Region @shareable { code: String! }
      type Home @shareable { street: String rooms: [Room!] }
      type Room @shareable { name: String! size: Int }
    `,
    weather: `
      type Query { place(id: ID!): Place @shareable home: Home @shareable }
      type Place @key(fields: "id") { id: ID! name: String @shareable at: Point @shareable rain: Int }
      type Point @shareable { x: Int! y: Int! }
      type Home @shareable { warmth: Int rooms: [Room!] }
      type Room @shareable { name: String! warmth: Int }
    `,
  },
  world: () => {
    const ulm = { __typename: "Place", id: "ulm", name: "Ulm", at: { x: 1, y: 2 }, region: { code: "BW" }, rain: 3 };
    const hof = { __typename: "Place", id: "hof", name: null, at: null, region: null, rain: null };
    const rooms = [
      { __typename: "Room", id: "1", name: "kitchen", size: 12, warmth: 21 },
      { __typename: "Room", id: "2", name: "hall", size: 8, warmth: null },
    ];
    const home = { __typename: "Home", id: "h", street: "Elm", warmth: 20, rooms };
    const objects = [ulm, hof, home, ...rooms];
    return { query: { place: ({ id }: { id: string }) => objects.find((object) => object.id === id), home }, objects };
  },
  cases: [
    { name: "joins a root field of two subgraphs", query: "{ home { street warmth } }" },
    { name: "joins a list of values item by item", query: "{ home { rooms { size warmth name } warmth } }" },
    { name: "joins entities", query: '{ place(id: "ulm") { name rain region { code } at { y x } } }' },
    {
      name: "answers null as one",
      query: '{ nowhere: place(id: "xxx") { name rain region { code } } hof: place(id: "hof") { at { x } rain } }',
    },
  ],
};
