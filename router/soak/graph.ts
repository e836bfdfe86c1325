import { composeServices } from "@apollo/composition";
import { parse } from "graphql";

/** A library: `shelf` knows books, `desk` who reads them now. */
const link = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@composeDirective"])
    @link(url: "https://specs.marquee.dev/cacheControl/v1.0", import: ["@cacheControl"])
    @link(url: "https://specs.marquee.dev/latestValue/v1.0", import: ["@latestValue"])
    @composeDirective(name: "@cacheControl")
    @composeDirective(name: "@latestValue")
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }
  directive @latestValue on FIELD_DEFINITION
`;

const shelf = `${link}
  type Query { books: [Book!] @cacheControl(scope: PUBLIC) whoAsks: String }
  type Mutation { rename(id: ID!, name: String!): Book }
  type Book @key(fields: "id") { id: ID! name: String @cacheControl(scope: PUBLIC) note: String }
`;

const desk = `${link}
  type Query { desks: Int }
  type Subscription {
    readers(id: ID!): Count @cacheControl(scope: PUBLIC) @latestValue
    visits(id: ID!): Count @cacheControl(scope: PUBLIC)
    mine: Count
  }
  type Count { readers: Int @cacheControl(scope: PUBLIC) filler: String @cacheControl(scope: PUBLIC) book: Book @cacheControl(scope: PUBLIC) }
  type Book @key(fields: "id") { id: ID! readers: Int @cacheControl(scope: PUBLIC) }
`;

export const sdls = { shelf, desk } as const;

export type SubgraphName = keyof typeof sdls;

export const subgraphNames: readonly SubgraphName[] = ["shelf", "desk"];

/** The channel whose events are so big that a client which does not read them falls behind at once. */
export const BIG = "big";

export function supergraphSdl(): string {
  const services = Object.entries(sdls).map(([name, sdl]) => ({ name, url: `http://${name}.invalid/graphql`, typeDefs: parse(sdl) }));
  const { supergraphSdl: composed, errors } = composeServices(services);
  if (!composed) throw new Error(errors?.map(({ message }) => message).join("\n"));
  return composed;
}
