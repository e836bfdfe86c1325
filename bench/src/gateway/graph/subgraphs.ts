import { composeServices } from "@apollo/composition";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { type DocumentNode, type GraphQLSchema, parse } from "graphql";
import { estimateShipping, productByUpc, reviewById, roots, userById } from "./shop.ts";

const link = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires", "@composeDirective"])
    @link(url: "https://specs.marquee.dev/cacheControl/v1.0", import: ["@cacheControl"])
    @composeDirective(name: "@cacheControl")
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }
`;

/** Everything but `me` and `myRating` is the same for everybody, and says so. */
const sdls = {
  accounts: `${link}
    type Query { users: [User!] @cacheControl(scope: PUBLIC) me: User }
    type User @key(fields: "id") { id: ID! name: String @cacheControl(scope: PUBLIC) username: String @cacheControl(scope: PUBLIC) }`,
  products: `${link}
    type Query {
      topProducts(first: Int = 9): [Product!] @cacheControl(scope: PUBLIC)
      shelf(category: String!, first: Int!, after: Int!): [Product!] @cacheControl(scope: PUBLIC)
    }
    type Product @key(fields: "upc") {
      upc: ID!
      name: String @cacheControl(scope: PUBLIC)
      price: Int @cacheControl(scope: PUBLIC)
      weight: Int @cacheControl(scope: PUBLIC)
      category: String @cacheControl(scope: PUBLIC)
    }`,
  inventory: `${link}
    type Product @key(fields: "upc") {
      upc: ID!
      price: Int @external
      weight: Int @external
      inStock: Boolean @cacheControl(scope: PUBLIC)
      shippingEstimate: Int @requires(fields: "price weight") @cacheControl(scope: PUBLIC)
    }`,
  reviews: `${link}
    type Review @key(fields: "id") {
      id: ID!
      body: String @cacheControl(scope: PUBLIC)
      author: User @cacheControl(scope: PUBLIC)
      product: Product @cacheControl(scope: PUBLIC)
    }
    type User @key(fields: "id") { id: ID! reviews: [Review!] @cacheControl(scope: PUBLIC) }
    type Product @key(fields: "upc") { upc: ID! reviews: [Review!] @cacheControl(scope: PUBLIC) myRating: Int }`,
};

export type SubgraphName = keyof typeof sdls;

export const subgraphNames: readonly SubgraphName[] = ["accounts", "products", "inventory", "reviews"];

interface Stocked {
  readonly upc: string;
  readonly price?: number;
  readonly weight?: number;
}

/** What the router was told of a product comes back in it: `@requires` is answered from the representation, never from what the shop knows. */
function stocked({ upc, price, weight }: Stocked) {
  const isTold = price !== undefined && weight !== undefined;
  return { upc, inStock: productByUpc(upc)?.inStock, shippingEstimate: isTold ? estimateShipping(price, weight) : undefined };
}

const user = { __resolveReference: ({ id }: { readonly id: string }) => userById(id) };
const product = { __resolveReference: ({ upc }: { readonly upc: string }) => productByUpc(upc) };
const review = { __resolveReference: ({ id }: { readonly id: string }) => reviewById(id) };

const references: Readonly<Record<SubgraphName, object>> = {
  accounts: { User: user },
  products: { Product: product },
  inventory: { Product: { __resolveReference: stocked } },
  reviews: { User: user, Product: product, Review: review },
};

/** The fields of `Query` are the root value's. */
export const rootValues: Readonly<Record<SubgraphName, object>> = { ...roots, inventory: {}, reviews: {} };

const documents = new Map<SubgraphName, DocumentNode>(subgraphNames.map((name) => [name, parse(sdls[name])]));

export function subgraphSchema(name: SubgraphName): GraphQLSchema {
  const typeDefs = documents.get(name);
  if (!typeDefs) throw new Error(`There is no subgraph "${name}".`);
  return buildSubgraphSchema([{ typeDefs, resolvers: { ...references[name] } }]);
}

/** Addresses for a graph that is read and not asked. */
export const nowhere: Readonly<Record<SubgraphName, string>> = {
  accounts: "http://accounts.invalid/graphql",
  products: "http://products.invalid/graphql",
  inventory: "http://inventory.invalid/graphql",
  reviews: "http://reviews.invalid/graphql",
};

/** The composed graph, with the addresses of its subgraphs in it. */
export function supergraphSdl(urls: Readonly<Record<SubgraphName, string>>): string {
  const services = [...documents].map(([name, typeDefs]) => ({ name, url: urls[name], typeDefs }));
  const { supergraphSdl: sdl, errors } = composeServices(services);
  if (!sdl) throw new Error(errors?.map(({ message }) => message).join("\n"));
  return sdl;
}
