import type { GatewayGraphQLResponse } from "@apollo/server-gateway-interface";
import { type GraphQLFormattedError, type GraphQLSchema, isAbstractType } from "graphql";
import { z } from "zod";
import type { FetchFacts } from "./fetch-facts.ts";

const errorShape = z
  .object({
    message: z.string(),
    path: z.array(z.union([z.string(), z.number()])).nullish(),
    extensions: z.record(z.string(), z.unknown()).nullish(),
  })
  .transform(
    ({ message, path, extensions }): GraphQLFormattedError => ({ message, ...(path && { path }), ...(extensions && { extensions }) }),
  );

const answerShape = z.object({ data: z.record(z.string(), z.unknown()).nullish(), errors: z.array(errorShape).optional() });

/** A fetch, as far as its answer is concerned. */
export interface Asked {
  readonly facts: FetchFacts;
  readonly supergraph: GraphQLSchema;
  /** The entities asked for; undefined when the fetch starts at the root. */
  readonly representations: readonly unknown[] | undefined;
}

/**
 * Reads what a subgraph said into what the executor understands. An error without a place is given the places of all that the fetch asked for.
 *
 * @throws ZodError or Error when it is not an answer to this fetch
 */
export function readAnswer(said: unknown, asked: Asked): GatewayGraphQLResponse {
  const { data, errors } = answerShape.parse(said);
  if (!data && !errors?.length) throw new Error("The answer has neither data nor errors.");
  if (data && asked.representations) checkEntities(data, asked);
  const placed = errors?.flatMap((error) => (data || error.path ? [error] : everywhere(error, asked)));
  return { data: data ?? null, ...(placed && { errors: placed }) };
}

/** The same error at every field that the fetch was to answer. */
export function everywhere(error: GraphQLFormattedError, { facts, supergraph, representations }: Asked): readonly GraphQLFormattedError[] {
  if (!representations) return facts.rootKeys.map((key) => ({ ...error, path: [key] }));
  return representations.flatMap((representation, index) =>
    keysFor(typeNameOf(representation), facts, supergraph).map((key) => ({ ...error, path: ["_entities", index, key] })),
  );
}

function checkEntities(data: Record<string, unknown>, { supergraph, representations }: Asked): void {
  const { _entities: entities } = data;
  if (!Array.isArray(entities) || entities.length !== representations?.length)
    throw new Error("The answer is not one entity for each representation.");
  for (const entity of entities) forgetInterfaceName(entity, supergraph);
}

/**
 * A subgraph that has an interface's entities as objects calls them by the interface's name. Merged into what another subgraph answered it would replace the
 * real type, and fragments on that type would come back empty.
 */
function forgetInterfaceName(entity: unknown, supergraph: GraphQLSchema): void {
  if (typeof entity !== "object" || entity === null || !("__typename" in entity)) return;
  if (isAbstractType(supergraph.getType(String(entity.__typename)))) delete entity.__typename;
}

function keysFor(typeName: string, { entityKeys }: FetchFacts, supergraph: GraphQLSchema): readonly string[] {
  const keys = [...entityKeys]
    .filter(([condition]) => condition === typeName || isSubType(supergraph, condition, typeName))
    .flatMap(([, names]) => names);
  return [...new Set(keys)];
}

function isSubType(supergraph: GraphQLSchema, condition: string, typeName: string): boolean {
  const wide = supergraph.getType(condition);
  return isAbstractType(wide) && supergraph.getPossibleTypes(wide).some(({ name }) => name === typeName);
}

function typeNameOf(representation: unknown): string {
  return typeof representation === "object" && representation !== null && "__typename" in representation
    ? String(representation.__typename)
    : "";
}
