import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isUnionType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

/**
 * The same operation with fragments on object types alone: a fragment on an abstract type becomes one for each type that can be there. The planner fails on some
 * fragments on unions and interfaces where a subgraph has an interface as an object type.
 */
export function concreteFragments(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const concrete = new Concrete(document, schema);
  const definitions = document.definitions.flatMap((definition) => {
    const root = definition.kind === Kind.OPERATION_DEFINITION && schema.getRootType(definition.operation);
    return root ? [{ ...definition, selectionSet: concrete.within(definition.selectionSet, root) }] : [];
  });
  return { ...document, definitions };
}

/** Selects what is always there, where nothing that was asked for can be. */
const TYPENAME: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

class Concrete {
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #schema: GraphQLSchema;

  constructor({ definitions }: DocumentNode, schema: GraphQLSchema) {
    this.#schema = schema;
    for (const definition of definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
    }
  }

  within({ selections }: SelectionSetNode, parent: GraphQLCompositeType): SelectionSetNode {
    const concrete = selections.flatMap((selection) => this.#selection(selection, parent));
    return { kind: Kind.SELECTION_SET, selections: concrete.length > 0 ? concrete : [TYPENAME] };
  }

  #selection(selection: SelectionNode, parent: GraphQLCompositeType): readonly SelectionNode[] {
    if (selection.kind === Kind.FIELD) {
      const type = isUnionType(parent) ? undefined : getNamedType(parent.getFields()[selection.name.value]?.type);
      if (!selection.selectionSet || !isCompositeType(type)) return [selection];
      return [{ ...selection, selectionSet: this.within(selection.selectionSet, type) }];
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
    if (!fragment) throw new Error("expected a valid document");
    const condition = fragment.typeCondition && this.#schema.getType(fragment.typeCondition.name.value);
    const { directives = [] } = selection;
    if (!isCompositeType(condition) || this.#isAlways(parent, condition)) {
      return [{ kind: Kind.INLINE_FRAGMENT, directives, selectionSet: this.within(fragment.selectionSet, parent) }];
    }
    return this.#types(parent)
      .filter((type) => this.#isAlways(type, condition))
      .map((type): InlineFragmentNode => {
        const typeCondition = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } } as const;
        return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet: this.within(fragment.selectionSet, type) };
      });
  }

  /** Whether whatever is of one type is of the other, too. */
  #isAlways(type: GraphQLCompositeType, other: GraphQLCompositeType): boolean {
    return type === other || (isAbstractType(other) && !isUnionType(type) && this.#schema.isSubType(other, type));
  }

  #types(type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
    return isObjectType(type) ? [type] : this.#schema.getPossibleTypes(type);
  }
}
