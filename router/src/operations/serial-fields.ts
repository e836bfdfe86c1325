import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { singleOperation } from "./single-operation.ts";
import { withoutUnusedVariables } from "./used-variables.ts";

/**
 * Takes a mutation apart: an operation for each field of its root, in their order. Each runs when all of the one before has, its fields from other subgraphs too, so
 * that nothing of an earlier field's answer shows what a later field changed.
 *
 * One that stands there several times stands once then, so that no two subgraphs run it.
 *
 * @returns by response key; nothing where one field stands there alone, once or each time with a condition
 * @see https://spec.graphql.org/October2021/#sec-Normal-and-Serial-Execution
 */
export function serialFields(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): readonly (readonly [key: string, document: DocumentNode])[] {
  const fragments = new Map(document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])));
  const all = rootKeys(operation.selectionSet, fragments);
  const keys = new Set(all);
  if (all.length <= 1) return [];
  const apart = [...keys].map((key) => [key, once(only(key, operation.selectionSet, fragments))] as const);
  // One field that stands there several times, each with a condition, is taken apart no further: what comes of it would be the same operation again
  if (apart.every(([, selectionSet]) => rootKeys(selectionSet, fragments).length === all.length)) return [];
  return apart.map(([key, selectionSet]) => [
    key,
    withoutUnusedVariables(singleOperation(document, { ...operation, selectionSet }).document),
  ]);
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

/** One field of all that stand in a selection, which are alike; as they are, where each of them has a condition. */
function once(selectionSet: SelectionSetNode): SelectionSetNode {
  const all = occurrences(selectionSet, []);
  const certain = all.find(({ conditions }) => conditions.length === 0);
  if (all.length < 2 || !certain) return selectionSet;
  const selections = all.flatMap(({ field, conditions }) => within(field.selectionSet?.selections ?? [], conditions));
  const below = certain.field.selectionSet && { selectionSet: { ...certain.field.selectionSet, selections } };
  return { kind: Kind.SELECTION_SET, selections: [{ ...certain.field, ...below }] };
}

interface Occurrence {
  readonly field: FieldNode;
  /** From the outermost to its own. */
  readonly conditions: readonly (readonly DirectiveNode[])[];
}

function occurrences({ selections }: SelectionSetNode, above: Occurrence["conditions"]): readonly Occurrence[] {
  return selections.flatMap((selection) => {
    const conditions = selection.directives?.length ? [...above, selection.directives] : above;
    if (selection.kind === Kind.FIELD) return [{ field: selection, conditions }];
    return selection.kind === Kind.INLINE_FRAGMENT ? occurrences(selection.selectionSet, conditions) : [];
  });
}

function within(selections: readonly SelectionNode[], conditions: Occurrence["conditions"]): readonly SelectionNode[] {
  return conditions.reduceRight<readonly SelectionNode[]>(
    (below, directives) => [{ kind: Kind.INLINE_FRAGMENT, directives, selectionSet: { kind: Kind.SELECTION_SET, selections: below } }],
    selections,
  );
}
