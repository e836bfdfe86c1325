import type { TestSupergraph } from "../supergraph.ts";

/** Enums that grow by composition or shrink by it, and inputs of which only the common fields are left. */
export const enumsAndInputs: TestSupergraph = {
  name: "enums-and-inputs",
  subgraphs: {
    trains: `
      type Query {
        trains(filter: Filter, sort: Sort = NAME): [Train!]!
        states: [[State!]]
        when(at: When): String
      }
      type Train @key(fields: "id") { id: ID! name: String! state: State }
      enum State { ON_TIME LATE }
      enum Sort { NAME ID WEIGHT }
      input Filter { name: String nested: Filter limit: Int! = 2 states: [State!] }
      input When { hour: Int! = 12 minute: Int day: String }
      scalar Instant
    `,
    works: `
      type Query { closed(sort: Sort): [Train!]! }
      type Train @key(fields: "id") { id: ID! repair(filter: Filter!): State2 cancelled: Boolean changed: Instant }
      enum State2 { OPEN CLOSED }
      enum Sort { ID NAME }
      input Filter { name: String nested: Filter limit: Int! = 2 }
      input When { hour: Int! = 12 minute: Int }
      scalar Instant
    `,
  },
  world: () => {
    interface Filter {
      readonly name?: string | null;
      readonly nested?: Filter | null;
      readonly limit: number;
    }
    const echo = ({ filter }: { filter: Filter }) => (JSON.stringify(filter).length % 2 === 0 ? "OPEN" : "CLOSED");
    const one = { __typename: "Train", id: "1", name: "Zephyr", state: "LATE", repair: echo, cancelled: false, changed: { at: [1, 2] } };
    const two = { __typename: "Train", id: "2", name: "Arrow", state: null, repair: echo, cancelled: true, changed: "noon" };
    const three = { __typename: "Train", id: "3", name: "Comet", state: "BROKEN", repair: echo, cancelled: null, changed: 7 };
    const all = [one, two, three];
    const sorted = (by: string) => all.toSorted((a, b) => (by === "NAME" ? (a.name < b.name ? -1 : 1) : a.id < b.id ? -1 : 1));
    return {
      query: {
        trains: ({ filter, sort }: { filter?: Filter; sort: string }) => sorted(sort).slice(0, filter?.nested?.limit ?? filter?.limit ?? 9),
        states: [["LATE", "ON_TIME"], null, []],
        when: ({ at }: { at?: object }) => JSON.stringify(at ?? null),
        closed: ({ sort }: { sort?: string }) => sorted(sort ?? "ID"),
      },
      objects: all,
    };
  },
  cases: [
    { name: "passes an enum as an argument", query: "{ trains(sort: ID) { name } closed(sort: NAME) { id name } }" },
    { name: "fills defaults of inputs in", query: "{ trains(filter: {}) { id } when(at: {}) }" },
    {
      name: "passes nested inputs in a variable",
      query: "query ($filter: Filter) { trains(filter: $filter) { id repair(filter: { nested: { limit: 4 } }) } }",
      variables: { filter: { limit: 9, nested: { name: null, limit: 1 } } },
    },
    {
      name: "passes parts of inputs in variables",
      query:
        "query ($limit: Int! = 1, $name: String, $minute: Int) { trains(filter: { name: $name, limit: $limit }) { id } when(at: { hour: 3, minute: $minute }) }",
      variables: { minute: 9 },
    },
    {
      name: "tells a variable that is null from one that is not there",
      query: "query ($a: Int, $b: Int) { a: when(at: { minute: $a }) b: when(at: { minute: $b }) }",
      variables: { a: null },
    },
    { name: "answers enums in nested lists", query: "{ states }" },
    { name: "makes an unknown enum value an error", query: "{ trains { id state } }" },
    { name: "leaves scalars as they are", query: "{ closed { changed cancelled } }" },
  ],
};
