import type { TestSupergraph } from "../supergraph.ts";

/** Each subgraph can be entered by one key alone, and the shortest key is not the one. */
export const keysNotResolvable: TestSupergraph = {
  name: "keys-not-resolvable",
  subgraphs: {
    names: `
      type Part @key(fields: "id") @key(fields: "serial", resolvable: false) @key(fields: "id lot { year }", resolvable: false) {
        id: ID!
        serial: ID!
        lot: Lot!
        name: String!
      }
      type Lot @shareable { year: Int! press: Int! }
    `,
    machines: `
      type Query { machine: Machine }
      type Machine @key(fields: "id") { id: ID! parts: [Part!]! }
      type Part @key(fields: "id", resolvable: false) @key(fields: "serial", resolvable: false) @key(fields: "id lot { year }") {
        id: ID!
        serial: ID!
        lot: Lot!
        name: String! @external
        label: String! @requires(fields: "name")
      }
      type Lot @shareable { year: Int! press: Int! }
    `,
  },
  world: () => {
    const label = (_: object, { name }: { name: string }) => `[${name}]`;
    const cog = { __typename: "Part", id: "1", serial: "s1", lot: { year: 1990, press: 4 }, name: "Cog", label };
    const cam = { __typename: "Part", id: "2", serial: "s2", lot: { year: 1991, press: 4 }, name: "Cam", label };
    const machine = { __typename: "Machine", id: "m", parts: [cog, cam, cog] };
    return { query: { machine }, objects: [cog, cam, machine] };
  },
  cases: [
    { name: "goes on by the key that is resolvable", query: "{ machine { parts { name serial } } }" },
    {
      name: "comes back by the key that is resolvable, with what is required",
      query: "{ machine { parts { id label name } } }",
      knownFault: "re-enters a subgraph by a key that is not resolvable there",
    },
  ],
};
