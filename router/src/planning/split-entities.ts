import type { QueryPlanSelectionNode } from "@apollo/query-planner";
import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from "graphql";
import type { Required } from "./planning-supergraph.ts";

/** A fetch of entities: what it asks of them, and what it gives with them. */
export interface EntityFetch {
  readonly document: DocumentNode;
  readonly requires: readonly QueryPlanSelectionNode[];
}

/** By the place of a field in what is required, the name that stands there for it. */
type Choices = ReadonlyMap<string, string>;

export interface SplitContext {
  readonly required: ReadonlyMap<string, Required>;
  /** What the subgraph requires for a type's field. */
  readonly requirementsOf: (typeName: string, fieldName: string) => readonly QueryPlanSelectionNode[];
}

/**
 * Makes several fetches of one where its fields require one field with different arguments: an entity has room for one of its values alone. Each asks for the fields
 * that agree.
 */
export function splitEntities(fetch: EntityFetch, { required, requirementsOf }: SplitContext): readonly EntityFetch[] {
  const contested = new Set(contestedPlaces(fetch.requires, required));
  if (contested.size === 0) return [fetch];
  const groups: Group[] = [];
  for (const { typeName, field } of entityFields(fetch.document)) {
    const needed = [...choices(requirementsOf(typeName, field.name.value), required)].filter(([place]) => contested.has(place));
    const agrees = ({ chosen }: Group) => needed.every(([place, name]) => (chosen.get(place) ?? name) === name);
    const group = groups.find(agrees) ?? newIn(groups);
    for (const [place, name] of needed) group.chosen.set(place, name);
    group.fields.add(field);
  }
  return groups.map(({ chosen, fields }) => ({
    document: withEntityFields(fetch.document, fields),
    requires: withChoices(fetch.requires, (place, name) => !contested.has(place) || chosen.get(place) === name, required),
  }));
}

/** Fields that agree on what is required. */
interface Group {
  readonly chosen: Map<string, string>;
  readonly fields: Set<FieldNode>;
}

function newIn(groups: Group[]): Group {
  const group: Group = { chosen: new Map(), fields: new Set() };
  groups.push(group);
  return group;
}

function contestedPlaces(requires: readonly QueryPlanSelectionNode[], required: SplitContext["required"]): readonly string[] {
  const names = new Map<string, string>();
  return [...places(requires, required)].flatMap(([place, name]) => {
    const known = names.get(place) ?? name;
    names.set(place, known);
    return known === name ? [] : [place];
  });
}

function choices(requires: readonly QueryPlanSelectionNode[], required: SplitContext["required"]): Choices {
  return new Map(places(requires, required));
}

/** Each field that stands for one with arguments, and its place. */
function* places(
  requires: readonly QueryPlanSelectionNode[],
  required: SplitContext["required"],
  above = "",
): Generator<readonly [place: string, name: string]> {
  for (const selection of requires) {
    const place = placeOf(selection, required, above);
    if (selection.kind === "Field" && required.has(selection.name)) yield [place, selection.name];
    yield* places(selection.selections ?? [], required, place);
  }
}

function placeOf(selection: QueryPlanSelectionNode, required: SplitContext["required"], above: string): string {
  return selection.kind === "Field" ? `${above}.${required.get(selection.name)?.name.value ?? selection.name}` : above;
}

function withChoices(
  requires: readonly QueryPlanSelectionNode[],
  isChosen: (place: string, name: string) => boolean,
  required: SplitContext["required"],
  above = "",
): readonly QueryPlanSelectionNode[] {
  return requires.flatMap((selection) => {
    const place = placeOf(selection, required, above);
    if (selection.kind === "Field" && required.has(selection.name) && !isChosen(place, selection.name)) return [];
    if (!selection.selections) return [selection];
    return [{ ...selection, selections: [...withChoices(selection.selections, isChosen, required, place)] }];
  });
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
    root.kind === Kind.FIELD && root.selectionSet ? { ...root, selectionSet: among(root.selectionSet, fields) } : root,
  );
  const smaller: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } }],
  };
  const used = usedVariables(smaller);
  return visit(smaller, { VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? undefined : null) });
}

function among({ selections }: SelectionSetNode, fields: ReadonlySet<FieldNode>): SelectionSetNode {
  const kept = selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind !== Kind.INLINE_FRAGMENT) return selection.kind === Kind.FIELD && fields.has(selection) ? [selection] : [];
    const selectionSet = among(selection.selectionSet, fields);
    return selectionSet.selections.length > 0 ? [{ ...selection, selectionSet }] : [];
  });
  return { kind: Kind.SELECTION_SET, selections: kept };
}

/** The names of the variables that a document's operation uses. */
export function usedVariables(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(operationOf(document).selectionSet, {
    Variable({ name }) {
      names.add(name.value);
    },
  });
  return names;
}
