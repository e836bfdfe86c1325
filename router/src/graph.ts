import { Supergraph } from "@apollo/federation-internals";
import type { GraphQLSchema } from "graphql";

/** The composed graph, read once and never changed. */
export interface Graph {
  readonly sdl: string;
  /** What clients see. */
  readonly api: GraphQLSchema;
  /** All types with the directives that say who answers for what. */
  readonly supergraph: GraphQLSchema;
  readonly subgraphs: readonly SubgraphAddress[];
}

export interface SubgraphAddress {
  readonly name: string;
  /** Of its GraphQL endpoint over HTTP; subscriptions are at the same place over WebSocket. */
  readonly url: string;
}

/**
 * Reads a supergraph as `@apollo/composition` writes it.
 *
 * @param urls replace the addresses written into the supergraph, by subgraph
 * @throws when the SDL is no supergraph, or a subgraph has no address
 */
export function readGraph(sdl: string, urls: Readonly<Record<string, string>>): Graph {
  const supergraph = Supergraph.build(sdl, { validateSupergraph: true });
  return {
    sdl,
    api: supergraph.apiSchema().toGraphQLJSSchema(),
    supergraph: supergraph.schema.toGraphQLJSSchema(),
    subgraphs: supergraph.subgraphsMetadata().map(({ name, url }) => ({ name, url: addressOf(name, urls[name] ?? url) })),
  };
}

function addressOf(name: string, url: string): string {
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ""))
    throw new Error(`The subgraph "${name}" has no HTTP address: expected a URL, got "${url}".`);
  return url;
}
