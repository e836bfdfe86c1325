import type { TestSupergraph } from "../supergraph.ts";

const hops = ["one", "two", "three", "four"] as const;

/** Every subgraph leads back to where any of the others can go on, so the ways to answer multiply with each hop. */
export const cycle: TestSupergraph = {
  name: "cycle",
  subgraphs: {
    nodes: `
      type Query { start: Node @shareable }
      interface Node @key(fields: "id") { id: ID! }
      ${["A", "B", "C", "D"].map((name) => `type ${name} implements Node @key(fields: "id") { id: ID! to: Node }`).join("\n")}
    `,
    ...Object.fromEntries(
      hops.map((hop) => [
        hop,
        `
          type Query { start: Node @shareable }
          type Node @key(fields: "id") @interfaceObject { id: ID! ${hop}: Hop${hop} }
          type Hop${hop} { node: Node }
        `,
      ]),
    ),
  },
  world: () => {
    const start: Record<string, unknown> & { readonly __typename: string } = { __typename: "A", id: "a" };
    for (const hop of hops) start[hop] = { node: start };
    return { query: { start }, objects: [start] };
  },
  cases: [],
};

/** Five hops round the cycle, in fewer than 164 bytes. */
export const fiveHops = `{ start { ${[...hops, "one"].map((hop) => `${hop} { node { `).join("")} id ${"} } ".repeat(5)} } }`;
