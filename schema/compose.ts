import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import type { SubgraphSdl } from "./subgraphs.ts";

/**
 * Composes the subgraphs into the supergraph's SDL. The URLs in it are those of `docker-compose.yml`; the router takes others by configuration.
 *
 * @throws with every composition error
 */
export function composeSupergraph(subgraphs: readonly SubgraphSdl[]): string {
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map(({ name, sdl }) => ({ name, url: `http://${name}:4000/graphql`, typeDefs: parse(sdl) })),
  );
  if (!supergraphSdl) throw new Error(`The subgraphs do not compose:\n${errors?.map(({ message }) => `  - ${message}`).join("\n")}`);
  return `${supergraphSdl.trimEnd()}\n`;
}
