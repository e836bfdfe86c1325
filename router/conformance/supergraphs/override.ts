import type { TestSupergraph } from "../supergraph.ts";

/** Fields that have moved: the subgraph that had them throws when it is asked for one. */
export const override: TestSupergraph = {
  name: "override",
  subgraphs: {
    old: `
      type Query { accounts: [Account!]! }
      type Account @key(fields: "id") { id: ID! name: String balance: Int limit: Int opened: String }
    `,
    new: `
      type Account @key(fields: "id") {
        id: ID!
        balance: Int @override(from: "old")
        limit: Int @override(from: "old")
        opened: String @external
        age: String @requires(fields: "opened")
      }
    `,
    audit: `
      type Account @key(fields: "id") {
        id: ID!
        balance: Int @external
        limit: Int @external
        free: Int @requires(fields: "balance limit")
      }
    `,
  },
  world: () => {
    const computed = {
      free: (_: object, { balance, limit }: { balance: number; limit: number }) => balance + limit,
      age: (_: object, { opened }: { opened: string }) => `since ${opened}`,
    };
    const one = { __typename: "Account", id: "1", name: "one", balance: 10, limit: 100, opened: "2001", ...computed };
    const two = { __typename: "Account", id: "2", name: "two", balance: -5, limit: 50, opened: "2002", ...computed };
    return { query: { accounts: [one, two] }, objects: [one, two] };
  },
  cases: [
    { name: "asks the subgraph that a field moved to", query: "{ accounts { name balance limit } }" },
    { name: "requires fields that moved", query: "{ accounts { free name } }" },
    { name: "goes back and forth", query: "{ accounts { age free balance opened } }" },
  ],
};
