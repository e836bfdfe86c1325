import { type GraphQLSchema, Kind, parse, valueFromASTUntyped } from "graphql";

/** Whether an object has a whole key of its type, by which a subgraph can find it. */
export type HasKey = (object: Readonly<Record<string, unknown>>) => boolean;

/**
 * Reads from the supergraph by which keys a subgraph finds entities of a type.
 *
 * @param typeNames the type's own name, and the one that the subgraph has for it where that is another
 * @see https://specs.apollo.dev/join/v0.5/#@type
 */
export function keysOf(supergraph: GraphQLSchema, subgraph: string, typeNames: readonly unknown[]): HasKey {
  const graph = graphName(supergraph, subgraph);
  const keys = [...new Set(typeNames)].flatMap((name) =>
    (supergraph.getType(String(name))?.astNode?.directives ?? [])
      .filter((directive) => directive.name.value === "join__type")
      .map(({ arguments: given }) => new Map(given?.map((one) => [one.name.value, valueFromASTUntyped(one.value)])))
      .filter((given) => given.get("graph") === graph && typeof given.get("key") === "string" && given.get("resolvable") !== false)
      .map((given) => topFields(String(given.get("key")))),
  );
  if (keys.length === 0) return () => true;
  return (object) => keys.some((fields) => fields.every((field) => object[field] !== undefined && object[field] !== null));
}

/** The name by which the supergraph's directives call a subgraph. */
function graphName(supergraph: GraphQLSchema, subgraph: string): string | undefined {
  const graphs = supergraph.getType("join__Graph")?.astNode;
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return undefined;
  return graphs.values?.find(({ directives }) =>
    directives?.some(({ arguments: given }) =>
      given?.some(({ name, value }) => name.value === "name" && value.kind === Kind.STRING && value.value === subgraph),
    ),
  )?.name.value;
}

function topFields(key: string): readonly string[] {
  const [definition] = parse(`{ ${key} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  return definition.selectionSet.selections.flatMap((one) => (one.kind === Kind.FIELD ? [one.name.value] : []));
}
