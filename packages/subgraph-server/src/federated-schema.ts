import "reflect-metadata";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { printSchemaWithDirectives } from "@graphql-tools/utils";
import { type GraphQLSchema, parse } from "graphql";
import { type BuildSchemaOptions, buildSchemaSync, createResolversMap, type PubSub } from "type-graphql";

/** The version of Federation that every subgraph is written for, and the directives it may use. */
const federationLink = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.12", import: [
    "@authenticated", "@composeDirective", "@external", "@inaccessible", "@interfaceObject", "@key",
    "@provides", "@requires", "@requiresScopes", "@shareable", "@tag"
  ])
  @link(url: "https://specs.marquee.dev/cacheControl/v1.0", import: ["@cacheControl"])
  @link(url: "https://specs.marquee.dev/latestValue/v1.0", import: ["@latestValue"])
  @composeDirective(name: "@cacheControl")
  @composeDirective(name: "@latestValue")

"""
Says how long a field's value may be kept, and for whom. A field without it is private: it is answered for one viewer alone.
"""
directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION

"""
Says of a subscription that it begins with the value now, and that each event makes those before it worthless: a slow client gets the newest alone.
"""
directive @latestValue on FIELD_DEFINITION

"Whether a value is the same for everybody."
enum CacheControlScope {
  "The same for everybody, and sent without the viewer's claim."
  PUBLIC
  "For the viewer who asked, alone."
  PRIVATE
}
`;

export interface FederatedSchemaOptions extends Pick<BuildSchemaOptions, "resolvers" | "orphanedTypes"> {
  /** `__resolveReference` for each entity this subgraph answers for, by type name: `{ Movie: (reference, context) => row or null }`. */
  readonly references?: Readonly<Record<string, (reference: never, context: never) => unknown>>;
}

/** The subgraph's SDL, as composition reads it. */
export function federatedSdl(options: FederatedSchemaOptions): string {
  return sdlOf(bareSchema(options));
}

/** Builds the executable subgraph from type-graphql classes, with `_entities` and `_service`. Inputs are validated by the domain, not by decorators. */
export function federatedSchema(options: FederatedSchemaOptions): GraphQLSchema {
  const bare = bareSchema(options);
  const resolvers: ResolverMap = createResolversMap(bare) as ResolverMap;
  for (const [type, resolveReference] of Object.entries(options.references ?? {})) {
    resolvers[type] = { ...resolvers[type], __resolveReference: resolveReference };
  }
  return buildSubgraphSchema([{ typeDefs: parse(sdlOf(bare)), resolvers: resolvers as never }]);
}

/** Both libraries type theirs, in ways that do not meet. */
type ResolverMap = Record<string, Record<string, unknown>>;

function bareSchema({ references: _, ...options }: FederatedSchemaOptions): GraphQLSchema {
  return buildSchemaSync({
    ...options,
    orphanedTypes: options.orphanedTypes ?? [],
    validate: false,
    skipCheck: true,
    pubSub: unusedPubSub,
  });
}

/** type-graphql wants one as soon as a subscription exists; every subscription here brings its own `subscribe` instead. */
const unusedPubSub: PubSub = {
  publish: () => {
    throw new Error("publish through @marquee/pubsub");
  },
  subscribe: () => {
    throw new Error('give @Subscription a "subscribe" of its own');
  },
};

function sdlOf(schema: GraphQLSchema): string {
  return `${federationLink}\n${printSchemaWithDirectives(schema)}\n`;
}
