import { readFile } from "node:fs/promises";
import { type DocumentNode, GraphQLError, parse, Source } from "graphql";

/** A subgraph whose SDL lies in a file. */
export interface LocalSubgraph {
  readonly name: string;
  /** Of its GraphQL endpoint. */
  readonly url: string;
  readonly file: string;
}

/** The subgraphs make no graph; the message says why, a line for each reason. */
export class CompositionFailed extends Error {
  override readonly name = "CompositionFailed";
}

/**
 * Composes a supergraph from the SDL of its subgraphs.
 *
 * @throws CompositionFailed also for a file that cannot be read or is no SDL
 */
export async function composeFiles(subgraphs: readonly LocalSubgraph[]): Promise<string> {
  const services = await Promise.all(subgraphs.map(async ({ name, url, file }) => ({ name, url, typeDefs: await readSdl(file) })));
  const { composeServices } = await import("@apollo/composition"); // not cheap to load, and a router of a supergraph needs none of it
  const { supergraphSdl, errors = [] } = composeServices(services);
  if (supergraphSdl !== undefined) return supergraphSdl;
  const reasons = errors.map(({ message, extensions }) => `  - ${extensions.code ? `${extensions.code}: ` : ""}${message}`);
  throw new CompositionFailed(`The subgraphs do not compose:\n${reasons.join("\n")}`);
}

async function readSdl(file: string): Promise<DocumentNode> {
  try {
    return parse(new Source(await readFile(file, "utf8"), file));
  } catch (error) {
    throw new CompositionFailed(error instanceof GraphQLError ? error.toString() : `${file} could not be read: ${error}`);
  }
}
