import {
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
} from "graphql";
import { BoundedMap } from "../bounded-map.ts";
import { type IsPublicField, publicFields } from "./public-fields.ts";

/** What can be said of a fetch by its text alone. */
export interface FetchFacts {
  /** Whether all it asks for is the same for everybody, so that it needs no viewer. */
  readonly isPublic: boolean;
  /** The response keys at its root. */
  readonly rootKeys: readonly string[];
  /** For a fetch of entities, the response keys it asks of each type that it names. */
  readonly entityKeys: ReadonlyMap<string, readonly string[]>;
}

const KEPT_FETCHES = 2_000;

/** Reads the facts of fetches, each text once. */
export function fetchFacts(supergraph: GraphQLSchema): (text: string) => FetchFacts {
  const kept = new BoundedMap<string, FetchFacts>(KEPT_FETCHES);
  const isPublicField = publicFields(supergraph);
  return (text) => kept.take(text, () => read(text, supergraph, isPublicField));
}

function read(text: string, supergraph: GraphQLSchema, isPublicField: IsPublicField): FetchFacts {
  const document = parse(text, { noLocation: true });
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const selections = operation?.selectionSet.selections ?? [];
  const root = operation && operation.operation !== "mutation" ? supergraph.getRootType(operation.operation) : undefined;
  return {
    isPublic: root ? new Walk(document, supergraph, isPublicField).isPublic(selections, root) : false,
    rootKeys: responseKeys(selections),
    entityKeys: operation ? entityKeysOf(operation) : new Map(),
  };
}

/** Follows a fetch's selections through the supergraph's types; whatever it does not know counts as private. */
class Walk {
  constructor(
    readonly document: DocumentNode,
    readonly supergraph: GraphQLSchema,
    readonly isPublicField: IsPublicField,
  ) {}

  isPublic(selections: readonly SelectionNode[], type: GraphQLNamedType): boolean {
    return selections.every((selection) => this.#isPublic(selection, type));
  }

  #isPublic(selection: SelectionNode, type: GraphQLNamedType): boolean {
    switch (selection.kind) {
      case Kind.FIELD:
        if (selection.name.value === "_entities") return this.isPublic(selection.selectionSet?.selections ?? [], type);
        return this.isPublicField(type.name, selection.name.value) && this.#isPublicBelow(selection, type);
      case Kind.INLINE_FRAGMENT:
        return this.#isPublicOn(selection.typeCondition?.name.value ?? type.name, selection.selectionSet.selections);
      case Kind.FRAGMENT_SPREAD: {
        const fragment = this.document.definitions.find(
          (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value,
        );
        return (
          fragment?.kind === Kind.FRAGMENT_DEFINITION &&
          this.#isPublicOn(fragment.typeCondition.name.value, fragment.selectionSet.selections)
        );
      }
    }
  }

  #isPublicBelow({ name, selectionSet }: Extract<SelectionNode, { kind: Kind.FIELD }>, type: GraphQLNamedType): boolean {
    if (!selectionSet) return true;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name.value] : undefined;
    return field !== undefined && this.isPublic(selectionSet.selections, getNamedType(field.type));
  }

  #isPublicOn(typeName: string, selections: readonly SelectionNode[]): boolean {
    const type = this.supergraph.getType(typeName);
    return type !== undefined && this.isPublic(selections, type);
  }
}

function entityKeysOf(operation: OperationDefinitionNode): ReadonlyMap<string, readonly string[]> {
  const entities = operation.selectionSet.selections.find(
    (selection) => selection.kind === Kind.FIELD && selection.name.value === "_entities",
  );
  const fragments = entities?.kind === Kind.FIELD ? (entities.selectionSet?.selections ?? []) : [];
  return new Map(
    fragments
      .filter((fragment) => fragment.kind === Kind.INLINE_FRAGMENT)
      .map(({ typeCondition, selectionSet }) => [typeCondition?.name.value ?? "", responseKeys(selectionSet.selections)]),
  );
}

/** The keys that an answer has at this level; `__typename` is the router's own question. */
function responseKeys(selections: readonly SelectionNode[]): readonly string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return responseKeys(selection.selectionSet.selections);
    if (selection.kind === Kind.FRAGMENT_SPREAD || selection.name.value === "__typename") return [];
    return [selection.alias?.value ?? selection.name.value];
  });
}
