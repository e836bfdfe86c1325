import type { TestSupergraph } from "../supergraph.ts";

/** Entities with one key, several keys and a composite key; going on by one key to learn another. */
export const keys: TestSupergraph = {
  name: "keys",
  subgraphs: {
    catalog: `
      type Query { products: [Product!]! product(id: ID!): Product }
      type Product @key(fields: "id") @key(fields: "sku maker { code }") {
        id: ID!
        sku: String!
        maker: Maker!
        title: String
      }
      type Maker @key(fields: "code") { code: ID! name: String }
    `,
    stock: `
      type Query { shelves: [Shelf!]! }
      type Shelf @key(fields: "at { hall row }") { at: Place! products: [Product!]! }
      type Place @shareable { hall: String! row: Int! }
      type Product @key(fields: "sku maker { code }") { sku: String! maker: Maker! inStock: Int }
      type Maker @key(fields: "code") { code: ID! }
    `,
    plans: `
      type Shelf @key(fields: "at { hall row }") { at: Place! colour: String }
      type Place @shareable { hall: String! row: Int! }
      type Product @key(fields: "id") { id: ID! weight: Int }
      type Maker @key(fields: "code") { code: ID! since: Int founded: Town }
      type Town @key(fields: "name country") { name: String! country: String! }
    `,
    towns: `
      type Town @key(fields: "name country") { name: String! country: String! people: Int }
    `,
  },
  world: () => {
    const town = { __typename: "Town", id: "t1", name: "Solingen", country: "DE", people: 160_000 };
    const anvil = { __typename: "Maker", code: "anvil", name: "Anvil & Sons", since: 1840, founded: town };
    const brook = { __typename: "Maker", code: "brook", name: "Brook", since: null, founded: null };
    const knife = { __typename: "Product", id: "p1", sku: "7", maker: anvil, title: "Knife", inStock: 4, weight: 90 };
    const spoon = { __typename: "Product", id: "p2", sku: "7", maker: brook, title: "Spoon", inStock: 0, weight: 40 };
    const fork = { __typename: "Product", id: "p3", sku: "8", maker: anvil, title: null, inStock: null, weight: 50 };
    const low = { __typename: "Shelf", id: "s1", at: { hall: "A", row: 1 }, colour: "green", products: [knife, spoon] };
    const high = { __typename: "Shelf", id: "s2", at: { hall: "A", row: 2 }, colour: "red", products: [fork, knife] };
    const products = [knife, spoon, fork];
    return {
      query: { products, product: ({ id }: { id: string }) => products.find((product) => product.id === id), shelves: [low, high] },
      objects: [...products, anvil, brook, town, low, high],
    };
  },
  cases: [
    { name: "goes on by a single key", query: "{ products { title weight } }" },
    { name: "goes on by a composite key with another entity in it", query: "{ products { inStock title } }" },
    { name: "learns one key by another", query: "{ shelves { products { weight inStock } } }" },
    { name: "tells entities apart whose keys are partly equal", query: "{ products { maker { code } inStock sku } }" },
    { name: "goes on by a nested key", query: "{ shelves { colour at { row } } }" },
    { name: "hops through three subgraphs", query: "{ shelves { products { maker { founded { people name } name } weight title } } }" },
    { name: "answers null for an entity that is none", query: '{ product(id: "p9") { title weight } }' },
    {
      name: "keeps the asked order where fields come from everywhere",
      query: "{ products { weight title inStock id maker { since name code } sku } }",
    },
    {
      name: "goes on although an entity is unknown to one subgraph",
      query: "{ products { title weight inStock } }",
      troubles: [{ kind: "absent", object: "Product:p2", subgraph: "plans" }],
    },
  ],
};
