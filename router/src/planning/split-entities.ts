import type { QueryPlanFieldNode, QueryPlanSelectionNode } from "@apollo/query-planner";
import { type DocumentNode, type FieldNode, Kind, type OperationDefinitionNode, type SelectionNode, type SelectionSetNode } from "graphql";
import { withoutUnusedVariables } from "../operations/used-variables.ts";
import type { Required } from "./planning-supergraph.ts";

/** A fetch of entities: what it asks of them, and what it gives with them. */
export interface EntityFetch {
  readonly document: DocumentNode;
  readonly requires: readonly QueryPlanSelectionNode[];
}

export interface SplitContext {
  readonly required: ReadonlyMap<string, Required>;
  /** The keys that the subgraph can be asked for entities by. */
  readonly keys: readonly Selections[];
  /** What the subgraph requires for a type's field. */
  readonly requirementsOf: (typeName: string, fieldName: string) => Selections;
  /** Whether what a field requires may be known of some entities alone, or not at all: with conditions, or where an interface is one object type. */
  readonly isPartial: boolean;
}

type Selections = readonly QueryPlanSelectionNode[];

/**
 * Makes several fetches of one, each of the fields that require the same, where they cannot go together: an entity has room for one value of a field, whatever
 * its arguments, and an entity of which not all is known that one field requires must still be asked for the others.
 */
export function splitEntities(fetch: EntityFetch, context: SplitContext): readonly EntityFetch[] {
  const groups = Map.groupBy(entityFields(fetch.document), ({ typeName, field }) =>
    JSON.stringify(context.requirementsOf(typeName, field.name.value)),
  );
  if (groups.size < 2 || !(context.isPartial || isContested(fetch.requires, context.required))) return [fetch];
  return [...groups].map(([requirements, fields]) => ({
    document: withEntityFields(fetch.document, new Set(fields.map(({ field }) => field))),
    requires: among(fetch.requires, [...context.keys, JSON.parse(requirements)].flat()),
  }));
}

/** Whether a field is required with different arguments. */
function isContested(selections: Selections, required: SplitContext["required"]): boolean {
  const names = selections.filter((selection) => selection.kind === "Field").map(({ name }) => name);
  const meant = new Set(names.map((name) => required.get(name)?.name.value ?? name));
  return meant.size < new Set(names).size || selections.some((selection) => isContested(selection.selections ?? [], required));
}

/** The selections that are wanted, and `__typename`. */
function among(selections: Selections, wanted: Selections): Selections {
  return selections.flatMap((selection): Selections => {
    if (selection.kind === "InlineFragment") return [{ ...selection, selections: [...among(selection.selections, wanted)] }];
    if (selection.name === "__typename") return [selection];
    const found = fieldsOf(wanted).filter(({ name }) => name === selection.name);
    if (found.length === 0) return [];
    if (!selection.selections) return [selection];
    return [
      {
        ...selection,
        selections: [
          ...among(
            selection.selections,
            found.flatMap((one) => one.selections ?? []),
          ),
        ],
      },
    ];
  });
}

function fieldsOf(selections: Selections): readonly QueryPlanFieldNode[] {
  return selections.flatMap((selection) => (selection.kind === "Field" ? [selection] : fieldsOf(selection.selections)));
}

function operationOf({ definitions }: DocumentNode): OperationDefinitionNode {
  const operation = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error("expected an operation in a fetch");
  return operation;
}

/** The selections that a fetch makes of its entities. */
function entitySelections(document: DocumentNode): readonly SelectionNode[] {
  return operationOf(document).selectionSet.selections.flatMap((root) =>
    root.kind === Kind.FIELD ? (root.selectionSet?.selections ?? []) : [],
  );
}

interface EntityField {
  readonly typeName: string;
  readonly field: FieldNode;
}

function entityFields(document: DocumentNode): readonly EntityField[] {
  return fieldsIn(entitySelections(document), "");
}

function fieldsIn(selections: readonly SelectionNode[], typeName: string): readonly EntityField[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [{ typeName, field: selection }];
    if (selection.kind === Kind.FRAGMENT_SPREAD) throw new Error("The planner is not asked to use fragments.");
    return fieldsIn(selection.selectionSet.selections, selection.typeCondition?.name.value ?? typeName);
  });
}

/** The types that a fetch of entities names. */
export function entityTypes(document: DocumentNode): ReadonlySet<string> {
  return new Set(entityFields(document).map(({ typeName }) => typeName));
}

/** The same fetch of fewer fields, and with the variables alone that they use. */
function withEntityFields(document: DocumentNode, fields: ReadonlySet<FieldNode>): DocumentNode {
  const operation = operationOf(document);
  const selections = operation.selectionSet.selections.map((root) =>
    root.kind === Kind.FIELD && root.selectionSet ? { ...root, selectionSet: withFields(root.selectionSet, fields) } : root,
  );
  const smaller: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } }],
  };
  return withoutUnusedVariables(smaller);
}

function withFields({ selections }: SelectionSetNode, fields: ReadonlySet<FieldNode>): SelectionSetNode {
  const kept = selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind !== Kind.INLINE_FRAGMENT) return selection.kind === Kind.FIELD && fields.has(selection) ? [selection] : [];
    const selectionSet = withFields(selection.selectionSet, fields);
    return selectionSet.selections.length > 0 ? [{ ...selection, selectionSet }] : [];
  });
  return { kind: Kind.SELECTION_SET, selections: kept };
}
