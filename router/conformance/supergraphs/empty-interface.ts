import type { TestSupergraph } from "../supergraph.ts";

/** A subgraph returns an interface that nothing implements: there is no right answer but an error. */
export const emptyInterface: TestSupergraph = {
  name: "empty-interface",
  subgraphs: {
    nodes: `
      type Query { node: Node ready: Boolean }
      interface Node @key(fields: "id") { id: ID! }
    `,
    values: `
      type Query { valued: Node }
      type Node @key(fields: "id") @interfaceObject { id: ID! value: Int }
    `,
  },
  world: () => {
    const node = { __typename: "Nothing", id: "n", value: 5 };
    return { query: { node, ready: true, valued: null }, objects: [node] };
  },
  cases: [
    { name: "says that the interface's own field cannot be answered", query: "{ node { id } }", isContradictory: true },
    {
      name: "says that an interface object's field cannot be answered",
      query: "{ node { value } }",
      isContradictory: true,
      knownFault: "answers an empty plan with nothing, and no error",
    },
    { name: "answers the fields beside it", query: "{ ready valued { id } }" },
  ],
};
