import { type FieldNode, Kind, type SelectionNode, type SelectionSetNode } from "graphql";

export interface Reading {
  /** What an object holds in a field. */
  readonly value: (object: object, field: FieldNode) => unknown;
  /** Whether an object is of a type, or of one of its subtypes. */
  readonly isOf: (object: object, type: string) => boolean;
}

/** Copies what a `@key` or `@requires` names out of an object, in its order. */
export function pick(object: object, { selections }: SelectionSetNode, reading: Reading): Readonly<Record<string, unknown>> {
  return Object.fromEntries(selections.flatMap((selection) => entries(object, selection, reading)));
}

function entries(object: object, selection: SelectionNode, reading: Reading): readonly (readonly [string, unknown])[] {
  if (selection.kind === Kind.FIELD) return [[selection.name.value, below(reading.value(object, selection), selection, reading)]];
  if (selection.kind === Kind.FRAGMENT_SPREAD) throw new Error("expected no named fragment among federation's fields");
  const condition = selection.typeCondition?.name.value;
  return condition && !reading.isOf(object, condition) ? [] : Object.entries(pick(object, selection.selectionSet, reading));
}

function below(value: unknown, field: FieldNode, reading: Reading): unknown {
  if (!field.selectionSet || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => below(item, field, reading));
  return pick(value, field.selectionSet, reading);
}
