import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isUnionType,
  Kind,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

/**
 * The same operation, with the type's name beside selections of which nothing may be left, for `@skip` and `@include` or for fragments on other types. The planner
 * drops a field whose selection is empty, and with it what it would have done, and whether there is an object at all.
 */
export function withCertainSelections(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const fragments = new Map(document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])));
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      Field(field): FieldNode | undefined {
        const type = getNamedType(types.getType());
        const { selectionSet } = field;
        if (!selectionSet || !isCompositeType(type) || isCertain(selectionSet, type, { schema, fragments })) return undefined;
        return { ...field, selectionSet: { ...selectionSet, selections: [...selectionSet.selections, TYPENAME] } };
      },
    }),
  );
}

interface Known {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** Whether something is selected of every object of a type, whatever the variables. */
function isCertain({ selections }: SelectionSetNode, type: GraphQLCompositeType, known: Known): boolean {
  return selections.some((selection) => {
    if (isConditional(selection.directives)) return false;
    if (selection.kind === Kind.FIELD) return true;
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? known.fragments.get(selection.name.value) : selection;
    return (
      fragment !== undefined && isAlways(type, fragment.typeCondition?.name.value, known) && isCertain(fragment.selectionSet, type, known)
    );
  });
}

function isAlways(type: GraphQLCompositeType, condition: string | undefined, { schema }: Known): boolean {
  if (condition === undefined || condition === type.name) return true;
  const wide = schema.getType(condition);
  return isAbstractType(wide) && !isUnionType(type) && schema.isSubType(wide, type);
}

function isConditional(directives: readonly DirectiveNode[] | undefined): boolean {
  return directives?.some(({ name }) => name.value === "skip" || name.value === "include") ?? false;
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };
