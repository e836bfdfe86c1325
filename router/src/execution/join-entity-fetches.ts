import { type DocumentNode, Kind, type OperationDefinitionNode, parse, print, stripIgnoredCharacters, visit } from "graphql";

export interface Joined {
  readonly text: string;
  /** For each fetch, the key of its entities in the answer. */
  readonly keys: readonly string[];
  /** For each fetch, the variable of its representations. */
  readonly variables: readonly string[];
}

/** Makes one operation of several that each ask for `_entities(representations: $representations)` alone. */
export function joinEntityFetches(texts: readonly string[]): Joined {
  const renamed = texts.map((text, index) => renumber(parse(text, { noLocation: true }), index));
  const operations = renamed.flatMap(({ definitions }) => definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION));
  const fragments = renamed.flatMap(({ definitions }) => definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION));
  const [first] = operations;
  if (!first) throw new Error("expected an operation in each fetch");
  const variables = operations.flatMap(({ variableDefinitions }) => variableDefinitions ?? []);
  const { name: _, ...rest } = first;
  const operation: OperationDefinitionNode = {
    ...rest,
    variableDefinitions: [...new Map(variables.map((one) => [one.variable.name.value, one])).values()],
    selectionSet: { kind: Kind.SELECTION_SET, selections: operations.flatMap(({ selectionSet }) => selectionSet.selections) },
  };
  return {
    text: stripIgnoredCharacters(print({ kind: Kind.DOCUMENT, definitions: [operation, ...fragments] })),
    keys: texts.map((_text, index) => `_${index}`),
    variables: texts.map((_text, index) => `representations_${index}`),
  };
}

/** Gives what stands once in each fetch a name of its own: the entities, their representations, and fragments. The client's variables are the same in all. */
function renumber(document: DocumentNode, index: number): DocumentNode {
  const named = (name: string) => ({ kind: Kind.NAME, value: `${name}_${index}` }) as const;
  return visit(document, {
    Variable: (node) => (node.name.value === "representations" ? { ...node, name: named("representations") } : undefined),
    FragmentDefinition: (node) => ({ ...node, name: named(node.name.value) }),
    FragmentSpread: (node) => ({ ...node, name: named(node.name.value) }),
    // A name with an underscore at its start is the federation's own: no other type has it
    Field: (node) => (node.name.value === "_entities" ? { ...node, alias: named("") } : undefined),
  });
}
