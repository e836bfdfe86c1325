import {
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

/** One operation by itself, without its name. */
export interface SingleOperation {
  /** The operation first, then the fragments that it uses, in the order of their use. */
  readonly document: DocumentNode;
  /** Whether nothing else stood in the document that it comes from. */
  readonly isWhole: boolean;
}

/** Takes an operation out of a document that need not be valid. */
export function singleOperation({ definitions }: DocumentNode, { name: _, ...operation }: OperationDefinitionNode): SingleOperation {
  const fragments = new Map(definitions.filter(isFragment).map((fragment) => [fragment.name.value, fragment]));
  const used = usedFragments(operation.selectionSet, fragments, new Set());
  return {
    document: { kind: Kind.DOCUMENT, definitions: [operation, ...used] },
    isWhole: definitions.length === 1 + used.size,
  };
}

function isFragment(definition: DefinitionNode): definition is FragmentDefinitionNode {
  return definition.kind === Kind.FRAGMENT_DEFINITION;
}

/** Adds what is spread in selections to the fragments found so far. */
function usedFragments(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  found: Set<FragmentDefinitionNode>,
): ReadonlySet<FragmentDefinitionNode> {
  for (const selection of selections) {
    if (selection.kind !== Kind.FRAGMENT_SPREAD) {
      if (selection.selectionSet) usedFragments(selection.selectionSet, fragments, found);
      continue;
    }
    const fragment = fragments.get(selection.name.value);
    if (!fragment || found.has(fragment)) continue;
    found.add(fragment);
    usedFragments(fragment.selectionSet, fragments, found);
  }
  return found;
}
