import type { QueryPlanFieldNode, QueryPlanSelectionNode } from "@apollo/query-planner";

export interface InputContext {
  /** The keys that the subgraph can be asked for entities by. */
  readonly keys: readonly (readonly QueryPlanSelectionNode[])[];
  /** The object types that a type stands for. */
  readonly typesOf: (typeName: string) => readonly string[];
}

/**
 * Gives what is required of an entity together with its key alone. Where a subgraph has an interface as an object type, the planner asks for the key of one
 * implementation and for what is required of all of them: entities of the others would be sent without a key.
 */
export function completeInputs(
  requires: readonly QueryPlanSelectionNode[],
  { keys, typesOf }: InputContext,
): readonly QueryPlanSelectionNode[] {
  const hasKey = ({ selections = [] }: QueryPlanSelectionNode) => keys.some((key) => contains(selections, key));
  const entered = new Set(requires.filter(hasKey).flatMap((selection) => conditionOf(selection).flatMap(typesOf)));
  if (entered.size === 0) return requires;
  return requires.flatMap((selection): readonly QueryPlanSelectionNode[] => {
    const types = conditionOf(selection).flatMap(typesOf);
    if (selection.kind === "Field" || hasKey(selection) || types.every((type) => entered.has(type))) return [selection];
    return types.filter((type) => entered.has(type)).map((type) => ({ ...selection, typeCondition: type }));
  });
}

function conditionOf(selection: QueryPlanSelectionNode): readonly string[] {
  return selection.kind === "InlineFragment" && selection.typeCondition !== undefined ? [selection.typeCondition] : [];
}

/** Whether all that is wanted is selected, at every depth. */
function contains(selections: readonly QueryPlanSelectionNode[], wanted: readonly QueryPlanSelectionNode[]): boolean {
  return wanted.every((one) => {
    if (one.kind === "InlineFragment") return contains(selections, one.selections);
    const found = fieldsOf(selections).filter(({ name }) => name === one.name);
    return (
      found.length > 0 &&
      contains(
        found.flatMap((selection) => selection.selections ?? []),
        one.selections ?? [],
      )
    );
  });
}

/** The planner repeats a fragment inside itself where `@skip` and `@include` stand in both. */
function fieldsOf(selections: readonly QueryPlanSelectionNode[]): readonly QueryPlanFieldNode[] {
  return selections.flatMap((selection) => (selection.kind === "Field" ? [selection] : fieldsOf(selection.selections)));
}
