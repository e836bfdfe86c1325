import type { TestSupergraph } from "../supergraph.ts";

/** Fields computed from fields of other subgraphs, which a client need not have asked for. */
export const requires: TestSupergraph = {
  name: "requires",
  subgraphs: {
    parcels: `
      type Query { parcels: [Parcel!]! }
      type Parcel @key(fields: "id") {
        id: ID!
        weight: Int
        size: Size
        owner: Sender
        stamps: [Stamp!]
      }
      type Size @shareable { width: Int! height: Int! }
      type Stamp @key(fields: "id") { id: ID! value: Int! }
      interface Sender { name: String }
      type Person implements Sender @key(fields: "id") { id: ID! name: String surname: String }
      type Firm implements Sender @key(fields: "id") { id: ID! name: String branch: Int }
    `,
    rates: `
      type Parcel @key(fields: "id") {
        id: ID!
        weight: Int @external
        size: Size @external
        stamps: [Stamp!] @external
        postage: Int @requires(fields: "weight")
        volume: Int @requires(fields: "size { width height }")
        paid: Int @requires(fields: "stamps { value }")
      }
      type Size @shareable { width: Int! height: Int! }
      type Stamp @key(fields: "id") { id: ID! value: Int! @external }
    `,
    routes: `
      type Parcel @key(fields: "id") {
        id: ID!
        postage: Int @external
        volume: Int @external
        owner: Sender @external
        route: String @requires(fields: "postage volume")
        greeting: String @requires(fields: "owner { __typename name ... on Person { surname } ... on Firm { branch } }")
      }
      interface Sender { name: String }
      type Person implements Sender @key(fields: "id") { id: ID! name: String @external surname: String @external }
      type Firm implements Sender @key(fields: "id") { id: ID! name: String @external branch: Int @external }
    `,
  },
  world: () => {
    const computed = {
      postage: (_: object, { weight }: { weight: number | null }) => (weight === null ? null : weight * 3),
      volume: (_: object, { size }: { size: { width: number; height: number } | null }) => size && size.width * size.height,
      paid: (_: object, { stamps }: { stamps: readonly { value: number }[] | null }) => stamps?.reduce((sum, { value }) => sum + value, 0),
      route: (_: object, { postage, volume }: { postage: number | null; volume: number | null }) => `route ${postage}/${volume}`,
      greeting: (_: object, { owner }: { owner: object | null }) => `to ${JSON.stringify(owner)}`,
    };
    const red = { __typename: "Stamp", id: "r", value: 80 };
    const blue = { __typename: "Stamp", id: "b", value: 5 };
    const ann = { __typename: "Person", id: "1", name: "Ann", surname: "Lee" };
    const mill = { __typename: "Firm", id: "1", name: "Mill", branch: 3 };
    const small = { __typename: "Parcel", id: "1", weight: 5, size: { width: 2, height: 3 }, owner: ann, stamps: [red, blue], ...computed };
    const large = { __typename: "Parcel", id: "2", weight: null, size: { width: 9, height: 9 }, owner: mill, stamps: [], ...computed };
    const bare = { __typename: "Parcel", id: "3", weight: 1, size: null, owner: null, stamps: null, ...computed };
    return { query: { parcels: [small, large, bare] }, objects: [small, large, bare, ann, mill, red, blue] };
  },
  cases: [
    { name: "fetches what is required without showing it", query: "{ parcels { postage } }" },
    { name: "shows what is required where it is asked for as well", query: "{ parcels { postage weight } }" },
    { name: "passes nested objects on", query: "{ parcels { volume size { height } } }" },
    { name: "passes lists of entities on", query: "{ parcels { paid stamps { value } } }" },
    { name: "requires what itself requires", query: "{ parcels { route } }" },
    { name: "requires by fragments on an interface", query: "{ parcels { greeting } }" },
    {
      name: "keeps an alias for something else out of the representation",
      query: "{ parcels { weight: id postage size: volume volume: postage } }",
    },
    { name: "answers one field twice under two names", query: "{ parcels { a: route b: route postage } }" },
    {
      name: "requires under a condition what nobody else requires",
      query: "query ($yes: Boolean!) { parcels { paid } ... on Query @skip(if: $yes) { parcels { route } } }",
      variables: { yes: true },
    },
    {
      name: "computes from null where the required field failed",
      query: "{ parcels { id weight postage } }",
      troubles: [{ kind: "throws", object: "Parcel:1", field: "weight" }],
    },
  ],
};
