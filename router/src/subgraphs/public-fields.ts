import {
  type ConstDirectiveNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";

/** Whether a type's field is the same for everybody. */
export type IsPublicField = (type: string, field: string) => boolean;

/**
 * Reads from a supergraph which fields are the same for everybody: those with `@cacheControl(scope: PUBLIC)`, or whose type has it and which do not say
 * otherwise themselves; and `__typename`, `id` and what `@key` names, since whoever can ask for an entity by its key knows the key.
 */
export function publicFields(supergraph: GraphQLSchema): IsPublicField {
  const known = new Set<string>();
  for (const type of Object.values(supergraph.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    const ofType = scopeOf(type.astNode?.directives);
    for (const field of Object.values(type.getFields())) {
      if ((scopeOf(field.astNode?.directives) ?? ofType) === "PUBLIC") known.add(`${type.name}.${field.name}`);
    }
    for (const key of keysOf(type.astNode?.directives)) addKeyFields(known, type, parseFieldSet(key));
  }
  return (type, field) => field === "__typename" || field === "id" || known.has(`${type}.${field}`);
}

function scopeOf(directives: readonly ConstDirectiveNode[] | undefined): unknown {
  const hint = directives?.find(({ name }) => name.value === "cacheControl");
  return hint && argumentOf(hint, "scope");
}

function keysOf(directives: readonly ConstDirectiveNode[] | undefined): readonly string[] {
  return (directives ?? [])
    .filter(({ name }) => name.value === "join__type")
    .map((joined) => argumentOf(joined, "key"))
    .filter((key) => typeof key === "string");
}

function argumentOf(directive: ConstDirectiveNode, name: string): unknown {
  const argument = directive.arguments?.find((candidate) => candidate.name.value === name);
  return argument && valueFromASTUntyped(argument.value);
}

function parseFieldSet(fields: string): SelectionSetNode | undefined {
  const [definition] = parse(`{ ${fields} }`, { noLocation: true }).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet : undefined;
}

function addKeyFields(known: Set<string>, type: GraphQLNamedType, selected: SelectionSetNode | undefined): void {
  if (!isObjectType(type) && !isInterfaceType(type)) return;
  for (const selection of selected?.selections ?? []) {
    if (selection.kind !== Kind.FIELD) continue;
    known.add(`${type.name}.${selection.name.value}`);
    const field = type.getFields()[selection.name.value];
    if (field) addKeyFields(known, getNamedType(field.type), selection.selectionSet);
  }
}
