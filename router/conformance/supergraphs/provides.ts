import type { TestSupergraph } from "../supergraph.ts";

/** Fields that a subgraph may answer on some paths, and not on others. */
export const provides: TestSupergraph = {
  name: "provides",
  subgraphs: {
    reviews: `
      type Query { reviews: [Review!]! latest: Review @provides(fields: "author { name }") }
      type Review @key(fields: "id") {
        id: ID!
        text: String
        author: User
        reader: User @provides(fields: "name address { city }")
        about: Subject @provides(fields: "... on Film { title } ... on Play { title stage { name } }")
      }
      type User @key(fields: "id") { id: ID! name: String @external address: Address @external }
      type Address @shareable { city: String }
      union Subject = Film | Play
      type Film @key(fields: "id") { id: ID! title: String @external }
      type Play @key(fields: "id") { id: ID! title: String @external stage: Stage @external }
      type Stage @key(fields: "id") { id: ID! name: String @external }
    `,
    people: `
      type User @key(fields: "id") { id: ID! name: String @shareable address: Address @shareable mail: String }
      type Address @shareable { city: String }
    `,
    works: `
      type Film @key(fields: "id") { id: ID! title: String @shareable year: Int }
      type Play @key(fields: "id") { id: ID! title: String @shareable stage: Stage @shareable acts: Int }
      type Stage @key(fields: "id") { id: ID! name: String @shareable seats: Int }
    `,
  },
  world: () => {
    const ann = { __typename: "User", id: "1", name: "Ann", address: { city: "Ulm" }, mail: "ann@mail.example" };
    const bob = { __typename: "User", id: "2", name: "Bob", address: null, mail: null };
    const globe = { __typename: "Stage", id: "g", name: "Globe", seats: 1500 };
    const film = { __typename: "Film", id: "1", title: "Fog", year: 1980 };
    const play = { __typename: "Play", id: "1", title: "Hamlet", stage: globe, acts: 5 };
    const first = { __typename: "Review", id: "1", text: "Good", author: ann, reader: bob, about: film };
    const second = { __typename: "Review", id: "2", text: null, author: bob, reader: ann, about: play };
    return { query: { reviews: [first, second], latest: second }, objects: [ann, bob, globe, film, play, first, second] };
  },
  cases: [
    { name: "answers a provided field", query: "{ reviews { reader { name } } }" },
    { name: "goes elsewhere where it is not provided", query: "{ reviews { author { name } reader { name mail } } }" },
    { name: "provides from the root on", query: "{ latest { author { name id } text } }" },
    { name: "provides objects", query: "{ reviews { reader { address { city } mail } author { address { city } } } }" },
    {
      name: "provides on the members of a union",
      query: "{ reviews { about { __typename ... on Film { title year } ... on Play { title stage { name seats } acts } } } }",
    },
  ],
};
