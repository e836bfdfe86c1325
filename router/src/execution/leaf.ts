import { type GraphQLLeafType, isEnumType } from "graphql";

/** Writes a leaf's value as JSON; undefined when it is none of its type. The value is neither null nor undefined. */
export type WriteLeaf = (value: unknown) => string | undefined;

const MAX_INT = 2 ** 31 - 1;

const scalars: Readonly<Record<string, WriteLeaf>> = {
  String: (value) => (typeof value === "string" ? JSON.stringify(value) : undefined),
  // A subgraph may send an id as a number; clients get what the specification says: a string
  ID: (value) => (typeof value === "string" ? JSON.stringify(value) : Number.isInteger(value) ? `"${String(value)}"` : undefined),
  Int: (value) => (Number.isInteger(value) && Math.abs(Number(value)) <= MAX_INT + 1 ? String(value) : undefined),
  Float: (value) => (typeof value === "number" ? String(value) : undefined),
  Boolean: (value) => (typeof value === "boolean" ? String(value) : undefined),
};

/**
 * How values of a leaf type are written. A value that clients do not know of an enum, or a built-in scalar's of the wrong kind, is not;
 * other scalars are whatever JSON their subgraph says.
 */
export function leafWriter(type: GraphQLLeafType): WriteLeaf {
  if (isEnumType(type)) {
    const known = new Map(type.getValues().map(({ name }) => [name as unknown, JSON.stringify(name)]));
    return (value) => known.get(value);
  }
  return scalars[type.name] ?? ((value) => JSON.stringify(value));
}
