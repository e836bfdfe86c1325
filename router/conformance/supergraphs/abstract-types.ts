import type { Draft, TestSupergraph } from "../supergraph.ts";

/** Abstract types that each subgraph sees differently: other members, other fields, an object instead of an interface. */
export const abstractTypes: TestSupergraph = {
  name: "abstract-types",
  subgraphs: {
    shop: `
      type Query { items: [Item!]! offers: [Offer!]! cart: Cart }
      interface Item { id: ID! name: String }
      type Toy implements Item @key(fields: "id") { id: ID! name: String age: Int }
      type Game implements Item @key(fields: "id") { id: ID! name: String players: Int }
      union Offer = Toy | Game
      type Cart @key(fields: "id") { id: ID! lines: [[Line!]!]! }
      type Line @shareable { item: Item! count: Int! }
    `,
    depot: `
      type Query { heavy: [Item!]! }
      interface Item { id: ID! weight: Int }
      type Toy implements Item @key(fields: "id") { id: ID! weight: Int box: Box }
      type Crate implements Item @key(fields: "id") { id: ID! name: String weight: Int holds: [Item!] }
      interface Box { size: Int! }
      type Carton implements Box { size: Int! folded: Boolean }
      type Tin implements Box { size: Int! lid: String }
    `,
    prices: `
      interface Item { id: ID! price: Int }
      type Toy implements Item @key(fields: "id") { id: ID! price: Int }
      type Game implements Item @key(fields: "id") { id: ID! weight: Int price: Int bundle: [Item!] }
      type Crate implements Item @key(fields: "id") { id: ID! price: Int }
      type Cart @key(fields: "id") { id: ID! wish: Item }
    `,
  },
  world: () => {
    const doll = {
      __typename: "Toy",
      id: "1",
      name: "Doll",
      age: 3,
      weight: 2,
      price: 20,
      box: { __typename: "Carton", size: 1, folded: true },
    };
    const train = {
      __typename: "Toy",
      id: "2",
      name: "Train",
      age: 6,
      weight: 5,
      price: 90,
      box: { __typename: "Tin", size: 4, lid: "red" },
    };
    const chess: Draft = { __typename: "Game", id: "1", name: "Chess", players: 2, price: null, weight: 3 };
    const crate = { __typename: "Crate", id: "1", name: "Box", weight: 50, price: 7, holds: [train, doll] };
    chess.bundle = [doll, chess];
    const lines = [
      [
        { item: doll, count: 1 },
        { item: chess, count: 2 },
      ],
      [],
      [{ item: train, count: 1 }],
    ];
    const cart = { __typename: "Cart", id: "c", lines, wish: crate };
    return {
      query: { items: [doll, chess, train], offers: [chess, doll], cart, heavy: [crate, train] },
      objects: [doll, train, chess, crate, cart],
    };
  },
  cases: [
    {
      name: "asks each type for what its subgraph has",
      query: "{ items { name ... on Toy { weight price } ... on Game { price players } } }",
    },
    {
      name: "asks the interface's own fields of all implementations",
      query: "{ heavy { id weight ... on Toy { name price } ... on Crate { price } } }",
    },
    {
      name: "goes through nested lists of an interface",
      query: "{ cart { lines { count item { __typename name ... on Toy { weight box { size ... on Tin { lid } } } } } } }",
    },
    { name: "asks a union as an interface", query: "{ offers { ... on Item { id name } __typename } }" },
    {
      name: "finds implementations that the first subgraph does not know",
      query: "{ cart { wish { __typename id ... on Crate { holds { id weight ... on Toy { name } } } } } }",
    },
    {
      name: "asks for abstract types in abstract types",
      query:
        "{ heavy { ... on Toy { box { __typename size ... on Carton { folded } ... on Tin { lid } } } ... on Crate { holds { ... on Toy { age } } } } }",
    },
    {
      name: "goes by a list of an interface through three subgraphs",
      query: "{ items { ... on Game { bundle { ... on Toy { weight age price } ... on Game { players } } } } }",
    },
  ],
};
