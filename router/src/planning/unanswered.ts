import type { QueryPlan } from "@apollo/query-planner";
import { type DirectiveNode, type DocumentNode, type FragmentDefinitionNode, Kind, parse, type SelectionSetNode, visit } from "graphql";
import { rootFetches } from "./fetch-nodes.ts";

/**
 * A field of the operation's root that no fetch of its plan answers; undefined when there is none. The planner drops, without a word, what no type of the graph
 * can ever answer.
 */
export function unanswered(document: DocumentNode, { node }: QueryPlan): string | undefined {
  const answered = new Set(rootFetches(node).flatMap(({ operation }) => [...rootKeys(parse(operation, { noLocation: true }))]));
  return [...rootKeys(document)].find((key) => !answered.has(key));
}

/** Whether a document has fields that are not always asked for. */
export function hasConditions(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Directive({ name }) {
      if (name.value === "skip" || name.value === "include") found = true;
    },
  });
  return found;
}

/** What must hold for a selection to be included: variables by the value that they must have. */
type Conditions = ReadonlyMap<string, boolean>;

/** The keys of a document's root whose fields can be included, but for what is asked of the schema itself. */
function rootKeys({ definitions }: DocumentNode): ReadonlySet<string> {
  const keys = new Set<string>();
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  for (const definition of definitions) if (definition.kind === Kind.OPERATION_DEFINITION) collect(definition.selectionSet, new Map());
  return keys;

  function collect({ selections }: SelectionSetNode, above: Conditions): void {
    for (const selection of selections) {
      const conditions = conditionsOf(selection.directives, above);
      if (!conditions) continue;
      if (selection.kind === Kind.FIELD) {
        if (!selection.name.value.startsWith("__")) keys.add(selection.alias?.value ?? selection.name.value);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (fragment) collect(fragment.selectionSet, conditions);
    }
  }
}

/** The conditions together with those above; undefined where they never hold at once. */
function conditionsOf(directives: readonly DirectiveNode[] | undefined, above: Conditions): Conditions | undefined {
  const conditions = new Map(above);
  for (const { name, arguments: given } of directives ?? []) {
    if (name.value !== "skip" && name.value !== "include") continue;
    const expected = name.value === "include";
    const value = given?.find((argument) => argument.name.value === "if")?.value;
    if (value?.kind === Kind.BOOLEAN && value.value !== expected) return undefined;
    if (value?.kind !== Kind.VARIABLE) continue;
    if ((conditions.get(value.name.value) ?? expected) !== expected) return undefined;
    conditions.set(value.name.value, expected);
  }
  return conditions;
}
