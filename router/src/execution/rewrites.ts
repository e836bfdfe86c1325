import type { FetchDataRewrite } from "@apollo/query-planner";
import { isEntity } from "./json.ts";
import type { TypeNames } from "./type-names.ts";

const FRAGMENT = "... on ";

/** Changes what the planner wants changed: a key or a value at a path of field names and `... on Type`. */
export function rewrite(value: unknown, rewrites: readonly FetchDataRewrite[], types: TypeNames): void {
  for (const one of rewrites) rewriteAt(value, one, 0, types);
}

function rewriteAt(value: unknown, change: FetchDataRewrite, depth: number, types: TypeNames): void {
  if (Array.isArray(value)) {
    for (const one of value) rewriteAt(one, change, depth, types);
    return;
  }
  const step = change.path[depth];
  if (!isEntity(value) || step === undefined) return;
  if (step.startsWith(FRAGMENT)) {
    // Data without a type's name are what the planner takes them for
    const { __typename: typeName } = value;
    if (typeof typeName !== "string" || types.matching(step.slice(FRAGMENT.length)).has(typeName))
      rewriteAt(value, change, depth + 1, types);
  } else if (depth < change.path.length - 1) rewriteAt(value[step], change, depth + 1, types);
  else if (change.kind === "ValueSetter") value[step] = change.setValueTo;
  else if (value[step] !== undefined) {
    value[change.renameKeyTo] = value[step];
    delete value[step];
  }
}
