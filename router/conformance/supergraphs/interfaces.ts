import type { Draft, TestSupergraph } from "../supergraph.ts";

/** Interfaces: plain ones, ones with a key, ones whose implementations live in different subgraphs. */
export const interfaces: TestSupergraph = {
  name: "interfaces",
  subgraphs: {
    zoo: `
      type Query { animals: [Animal!]! keeper: Keeper named: [Named!]! }
      interface Animal { id: ID! name: String friend: Animal }
      interface Named { name: String }
      type Cat implements Animal & Named @key(fields: "id") { id: ID! name: String friend: Animal lives: Int }
      type Dog implements Animal & Named @key(fields: "id") { id: ID! name: String friend: Animal tricks: [String!] }
      type Newt implements Animal { id: ID! name: String friend: Animal }
      type Keeper implements Named @key(fields: "id") { id: ID! name: String pet: Animal }
    `,
    vets: `
      type Query { patients: [Patient!]! }
      interface Patient { id: ID! weight(unit: String = "kg"): Int }
      type Cat implements Patient @key(fields: "id") { id: ID! weight(unit: String = "kg"): Int claws: Int }
      type Dog implements Patient @key(fields: "id") { id: ID! weight(unit: String = "kg"): Int owner: Keeper }
      type Keeper @key(fields: "id") { id: ID! phone: String }
    `,
  },
  world: () => {
    const weight =
      (kilos: number) =>
      ({ unit }: { unit: string }) =>
        unit === "kg" ? kilos : kilos * 1000;
    const keeper: Draft = { __typename: "Keeper", id: "k", name: "Kim", phone: "1" };
    const newt = { __typename: "Newt", id: "n", name: "Newt", friend: null };
    const cat: Draft = {
      __typename: "Cat",
      id: "1",
      name: "Tom",
      friend: newt,
      lives: 9,
      weight: weight(4),
      claws: 18,
    };
    const dog = { __typename: "Dog", id: "1", name: "Rex", friend: cat, tricks: ["sit", "roll"], weight: weight(30), owner: keeper };
    const stray = { __typename: "Dog", id: "2", name: null, friend: dog, tricks: [], weight: weight(9), owner: null };
    keeper.pet = cat;
    return {
      query: { animals: [cat, newt, dog, stray], keeper, named: [keeper, dog, cat], patients: [dog, cat, stray] },
      objects: [keeper, newt, cat, dog, stray],
    };
  },
  cases: [
    { name: "asks an interface's fields", query: "{ animals { name id } }" },
    { name: "names the types", query: "{ animals { __typename friend { __typename } } }" },
    {
      name: "asks each type for its own in other subgraphs",
      query: "{ animals { name ... on Cat { claws lives } ... on Dog { weight } } }",
    },
    { name: "asks by an interface of another subgraph", query: "{ animals { name ... on Patient { weight } } }" },
    {
      name: "asks by two interfaces at once",
      query: "{ patients { weight ... on Animal { name friend { name ... on Patient { id weight } } } } }",
    },
    {
      name: "goes through an interface back to an entity",
      query: "{ patients { ... on Dog { owner { name phone pet { name ... on Cat { claws } } } } } }",
    },
    {
      name: "gives one type's field two meanings by its type",
      query: "{ patients { ... on Cat { own: claws } ... on Dog { skill: tricks } } }",
    },
    {
      name: "spreads fragments in fragments",
      query: "{ named { name ... on Animal { friend { ... on Named { name } } ... on Cat { claws } } ... on Keeper { phone } } }",
    },
    {
      name: "answers a fragment that nothing matches with an empty object",
      query: "{ animals { ... on Cat { friend { ... on Dog { tricks } } } } }",
    },
    {
      name: "passes arguments to each type's own",
      query: '{ patients { ... on Cat { weight(unit: "g") } ... on Dog { kilos: weight } } }',
    },
  ],
};
