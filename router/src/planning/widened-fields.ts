import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isUnionType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

/**
 * The same operation, in which some fields of an interface are asked of whatever implements it where the client asks them of some types alone. What is fetched
 * beyond that, no answer shows.
 *
 * The planner makes a circle of fetches, and never ends going round it, where an object that comes from one subgraph that knows the interface as an object type is
 * asked, inside a fragment on an implementation, for a field that another such subgraph requires other fields for.
 * So what is widened is such a field, and one that leads to such a field.
 */
export function widenFields(document: DocumentNode, schema: GraphQLSchema, added: AddedFields): DocumentNode {
  const widening = new Widening(document, schema, added);
  return {
    ...document,
    definitions: document.definitions.flatMap((definition) => {
      const root = definition.kind === Kind.OPERATION_DEFINITION && schema.getRootType(definition.operation);
      return root ? [{ ...definition, selectionSet: widening.within(definition.selectionSet, root) }] : [];
    }),
  };
}

/** What subgraphs add to interfaces that they know as object types. */
export interface AddedFields {
  isAdded(typeName: string, fieldName: string): boolean;
  mayRequire(fieldName: string): boolean;
}

class Widening {
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #schema: GraphQLSchema;
  readonly #added: AddedFields;

  constructor({ definitions }: DocumentNode, schema: GraphQLSchema, added: AddedFields) {
    this.#schema = schema;
    this.#added = added;
    for (const one of definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(one.name.value, one);
  }

  within({ selections }: SelectionSetNode, parent: GraphQLCompositeType): SelectionSetNode {
    const widened: FieldNode[] = [];
    const kept = selections.map((selection) => this.#selection(selection, parent, { above: parent, widened }));
    return { kind: Kind.SELECTION_SET, selections: [...kept, ...widened] };
  }

  /** What was moved out of a fragment leaves the object's type name in its place, for no fragment may be empty. */
  #selection(selection: SelectionNode, parent: GraphQLCompositeType, out: Out): SelectionNode {
    if (selection.kind === Kind.FIELD) return this.#field(selection, parent);
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
    if (!fragment) throw new Error("expected a valid document");
    const { typeCondition } = fragment;
    const named = typeCondition && this.#schema.getType(typeCondition.name.value);
    const type = isCompositeType(named) ? named : parent;
    const kept = fragment.selectionSet.selections.flatMap((one): readonly SelectionNode[] => {
      if (one.kind !== Kind.FIELD || !isInterfaceType(out.above)) return [this.#selection(one, type, out)];
      if (!this.#added.isAdded(out.above.name, one.name.value) || !this.#leadsToRequiring(one)) return [this.#field(one, type)];
      out.widened.push(this.#field({ ...one, directives: [] }, type));
      return [];
    });
    return {
      kind: Kind.INLINE_FRAGMENT,
      ...(typeCondition && { typeCondition }),
      directives: selection.directives ?? [],
      selectionSet: { kind: Kind.SELECTION_SET, selections: kept.length > 0 ? kept : [TYPENAME] },
    };
  }

  #leadsToRequiring(selection: SelectionNode): boolean {
    if (selection.kind === Kind.FIELD && this.#added.mayRequire(selection.name.value)) return true;
    const below = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
    return below?.selectionSet?.selections.some((one) => this.#leadsToRequiring(one)) ?? false;
  }

  #field(field: FieldNode, parent: GraphQLCompositeType): FieldNode {
    const type = isUnionType(parent) ? undefined : getNamedType(parent.getFields()[field.name.value]?.type);
    if (!field.selectionSet || !isCompositeType(type)) return field;
    return { ...field, selectionSet: this.within(field.selectionSet, type) };
  }
}

interface Out {
  /** The type of the selection that fields may be moved to. */
  readonly above: GraphQLCompositeType;
  readonly widened: FieldNode[];
}

const TYPENAME: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };
