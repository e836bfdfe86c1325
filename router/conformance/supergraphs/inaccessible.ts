import type { TestSupergraph } from "../supergraph.ts";

/** What subgraphs tell each other, and no client. */
export const inaccessible: TestSupergraph = {
  name: "inaccessible",
  subgraphs: {
    staff: `
      type Query { staff: [Worker!]! search: [Found!]! }
      type Worker @key(fields: "id") @key(fields: "number") {
        id: ID! @inaccessible
        number: Int!
        salary: Int @inaccessible
        level: Level
        secret: Secret @inaccessible
      }
      enum Level { JUNIOR SENIOR GHOST @inaccessible }
      type Secret @inaccessible { word: String }
      union Found = Worker | Secret | Room
      type Room { door: String }
    `,
    tax: `
      type Worker @key(fields: "id") {
        id: ID! @inaccessible
        salary: Int @external
        tax: Int @requires(fields: "salary")
      }
    `,
  },
  world: () => {
    const tax = (_: object, { salary }: { salary: number | null }) => salary && salary / 10;
    const ann = { __typename: "Worker", id: "a", number: 1, salary: 500, level: "SENIOR", secret: { word: "x" }, tax };
    const bob = { __typename: "Worker", id: "b", number: 2, salary: null, level: "GHOST", secret: null, tax };
    const room = { __typename: "Room", id: "r", door: "left" };
    return { query: { staff: [ann, bob], search: [room, ann] }, objects: [ann, bob, room] };
  },
  cases: [
    { name: "gives a field the name of a key that clients cannot see", query: "{ staff { id: level tax salary: number } }" },
    { name: "goes on by a key that clients cannot see", query: "{ staff { number tax } }" },
    { name: "requires a field that clients cannot see", query: "{ staff { tax } }" },
    { name: "makes an enum value that clients cannot see an error", query: "{ staff { level number } }" },
    {
      name: "searches a union with a member that clients cannot see",
      query: "{ search { __typename ... on Worker { number tax } ... on Room { door } } }",
    },
  ],
};
