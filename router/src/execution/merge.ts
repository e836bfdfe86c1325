import { type Entity, isEntity } from "./json.ts";
import type { TypeNames } from "./type-names.ts";

/**
 * Adds to an object what another subgraph says of the same. What is there stays: two subgraphs that both know a value say the same, or one of them failed
 * and says null. Where a subgraph knows an object by its interface's name alone, a concrete name replaces that, and never the other way round.
 */
export function merge(target: Entity, source: Entity, types: TypeNames): void {
  for (const key in source) {
    const said = source[key];
    const known = target[key];
    if (known === undefined || known === null) target[key] = said;
    else if (key === "__typename") target[key] = types.moreConcrete(known, said);
    else if (typeof known === "object") mergeBelow(known, said, types);
  }
}

function mergeBelow(known: object, said: unknown, types: TypeNames): void {
  if (known === said) return;
  if (Array.isArray(known)) {
    if (Array.isArray(said)) for (const [index, one] of said.entries()) mergeItem(known, index, one, types);
  } else if (isEntity(known) && isEntity(said)) merge(known, said, types);
}

function mergeItem(list: unknown[], index: number, said: unknown, types: TypeNames): void {
  const known = list[index];
  if (typeof known === "object" && known !== null) mergeBelow(known, said, types);
}

/** Whether two values of JSON are the same, the order of keys aside. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((one, index) => isSame(one, b[index]));
  return isEntity(a) && isEntity(b) && isSameEntity(a, b);
}

function isSameEntity(a: Entity, b: Entity): boolean {
  let keys = 0;
  for (const key in a) {
    keys += 1;
    if (!isSame(a[key], b[key])) return false;
  }
  for (const _ in b) keys -= 1;
  return keys === 0;
}
