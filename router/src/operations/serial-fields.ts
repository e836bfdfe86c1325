import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from "graphql";
import { singleOperation } from "./single-operation.ts";

/**
 * Takes a mutation apart: an operation for each field of its root, in their order. Each runs when all of the one before has, its fields from other subgraphs too, so
 * that nothing of an earlier field's answer shows what a later field changed.
 *
 * @returns by response key; nothing where there are not several
 * @see https://spec.graphql.org/October2021/#sec-Normal-and-Serial-Execution
 */
export function serialFields(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): readonly (readonly [key: string, document: DocumentNode])[] {
  const fragments = new Map(document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])));
  const keys = new Set(rootKeys(operation.selectionSet, fragments));
  if (keys.size <= 1) return [];
  return [...keys].map((key) => {
    const selectionSet = only(key, operation.selectionSet, fragments);
    return [key, withoutUnusedVariables(singleOperation(document, { ...operation, selectionSet }).document)];
  });
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function rootKeys({ selections }: SelectionSetNode, fragments: Fragments): readonly string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.alias?.value ?? selection.name.value];
    const below = belowFragment(selection, fragments);
    return below ? rootKeys(below, fragments) : [];
  });
}

function only(key: string, { selections }: SelectionSetNode, fragments: Fragments): SelectionSetNode {
  const kept = selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return (selection.alias?.value ?? selection.name.value) === key ? [selection] : [];
    const below = belowFragment(selection, fragments);
    const selectionSet = below && only(key, below, fragments);
    if (!selectionSet?.selections.length) return [];
    return [{ kind: Kind.INLINE_FRAGMENT, selectionSet, ...(selection.directives && { directives: selection.directives }) }];
  });
  return { kind: Kind.SELECTION_SET, selections: kept };
}

function belowFragment(selection: Exclude<SelectionNode, { kind: Kind.FIELD }>, fragments: Fragments): SelectionSetNode | undefined {
  return selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value)?.selectionSet;
}

function withoutUnusedVariables(document: DocumentNode): DocumentNode {
  const used = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void used.add(name.value),
  });
  return visit(document, { VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? undefined : null) });
}
