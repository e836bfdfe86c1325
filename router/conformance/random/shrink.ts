import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  validate,
  visit,
} from "graphql";
import type { Composed } from "../composed.ts";
import type { Question } from "../examine.ts";

/** How often, and for how long, the subject is asked again; operations that are hard to plan take seconds each. */
const ATTEMPTS = 250;
const TIME_MS = 10_000;

/** Drops whatever is not needed for an operation to fail: troubles, selections, directives, what stands around a selection. */
export async function shrink({ api }: Composed, question: Question, fails: (smaller: Question) => Promise<boolean>): Promise<Question> {
  let smallest = question;
  let attempts = 0;
  const deadline = performance.now() + TIME_MS;
  for (let found = true; found; ) {
    found = false;
    for (const candidate of smaller(smallest)) {
      if (attempts >= ATTEMPTS || performance.now() > deadline) return smallest;
      if (candidate.query === smallest.query && candidate.troubles === smallest.troubles) continue;
      if (!isValid(api, candidate)) continue;
      attempts += 1;
      if (!(await fails(candidate))) continue;
      smallest = candidate;
      found = true;
      break;
    }
  }
  return smallest;
}

/** A selection set that lost its last selection does not even parse. */
function isValid(api: GraphQLSchema, { query }: Question): boolean {
  try {
    return validate(api, parse(query)).length === 0;
  } catch {
    return false;
  }
}

function* smaller(question: Question): Generator<Question> {
  const { troubles = [] } = question;
  for (const dropped of troubles) yield { ...question, troubles: troubles.filter((trouble) => trouble !== dropped) };
  const document = parse(question.query);
  const fragments = new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const edits: readonly Edit[] = [() => [], contents, (selection) => inlined(selection, fragments), plain];
  for (const edit of edits) {
    for (let index = 0; ; index += 1) {
      const changed = edited(document, index, edit);
      if (!changed) break;
      yield withDocument(question, changed);
    }
  }
}

/** What stands in a selection's place afterwards. */
type Edit = (selection: SelectionNode) => readonly SelectionNode[];

/** An inline fragment's selections without it. */
function contents(selection: SelectionNode): readonly SelectionNode[] {
  return selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet.selections : [selection];
}

function inlined(selection: SelectionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): readonly SelectionNode[] {
  const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : undefined;
  if (!fragment) return [selection];
  const { typeCondition, selectionSet } = fragment;
  return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet, directives: selection.directives ?? [] }];
}

/** Without its alias and conditions. */
function plain(selection: SelectionNode): readonly SelectionNode[] {
  if (selection.kind !== Kind.FIELD) return [{ ...selection, directives: [] }];
  const { alias: _, ...rest } = selection;
  return [{ ...rest, directives: [] }];
}

/** Replaces the selection with this number; undefined when there are fewer. */
function edited(document: DocumentNode, index: number, edit: Edit): DocumentNode | undefined {
  let count = 0;
  const result = visit(document, {
    SelectionSet: (set): SelectionSetNode => ({
      ...set,
      selections: set.selections.flatMap((selection) => {
        count += 1;
        return count - 1 === index ? edit(selection) : [selection];
      }),
    }),
  });
  return count > index ? result : undefined;
}

/** Drops the fragments and variables that are used no more. */
function withDocument(question: Question, document: DocumentNode): Question {
  const used = new Set<string>();
  visit(document, {
    FragmentSpread: ({ name }) => void used.add(name.value),
    Variable: ({ name }, _key, parent) => {
      if (parent && "kind" in parent && parent.kind === Kind.VARIABLE_DEFINITION) return;
      used.add(`$${name.value}`);
    },
  });
  const kept = visit(document, {
    FragmentDefinition: (fragment) => (used.has(fragment.name.value) ? undefined : null),
    VariableDefinition: ({ variable }) => (used.has(`$${variable.name.value}`) ? undefined : null),
  });
  const variables = Object.fromEntries(Object.entries(question.variables ?? {}).filter(([name]) => used.has(`$${name}`)));
  return { ...question, query: print(kept), variables };
}
