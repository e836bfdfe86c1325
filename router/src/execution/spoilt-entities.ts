import {
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
} from "graphql";
import { usedVariables, withoutUnusedVariables } from "../operations/used-variables.ts";
import type { Gathered } from "./gathering.ts";
import type { Entity } from "./json.ts";
import type { Part, Step } from "./steps.ts";
import type { SubgraphAnswer, SubgraphError } from "./subgraph-answer.ts";

/** Entities of one place that a field spoilt which nobody asked of them. */
export interface Spoilt {
  readonly gathered: Gathered;
  /** Which of the entities, by their index in the answer. */
  readonly indices: ReadonlySet<number>;
  /** The response keys of those fields. */
  readonly keys: ReadonlySet<string>;
}

/**
 * Finds entities that are null for no other reason than fields which nobody asked of them. The planner asks the same of all entities of an interface
 * object, whatever types a client asked it for; where such a field fails and may not be null, the whole entity is null, with all that was asked.
 *
 * @param isAsked whether a client asked for where an error belongs
 */
export function spoiltEntities(
  gathered: readonly Gathered[],
  { data, errors }: SubgraphAnswer,
  isAsked: (error: SubgraphError) => boolean,
): readonly Spoilt[] {
  return gathered.flatMap((one) => {
    const entities = data?.[one.part.key];
    const unasked = errors.flatMap((error) => {
      const [key, index, field] = error.path ?? [];
      const isSpoilt = key === one.part.key && Array.isArray(entities) && typeof index === "number" && entities[index] === null;
      return isSpoilt && typeof field === "string" && !isAsked(error) ? [{ index, field }] : [];
    });
    if (unasked.length === 0) return [];
    const indices = new Set(unasked.map(({ index }) => index));
    return [{ gathered: one, indices, keys: new Set(unasked.map(({ field }) => field)) }];
  });
}

/** The same entities, and a step that asks about them alone, without the fields that spoilt them; undefined where nothing would be asked. */
export function withoutSpoiling(step: Step, { gathered, indices, keys }: Spoilt): { step: Step; gathered: Gathered } | undefined {
  const document = narrowed(documentOf(step), gathered.part, keys);
  if (!document) return undefined;
  const used = usedVariables(document);
  const bodyStart = `{"query":${JSON.stringify(stripIgnoredCharacters(print(document)))},"variables":{`;
  const from = { kind: "entities", parts: [gathered.part] } as const;
  return {
    step: { ...step, bodyStart, variables: step.variables.filter((name) => used.has(name)), from },
    gathered: onlySome(gathered, [...indices]),
  };
}

function onlySome({ part, representations, objects, indices }: Gathered, some: readonly number[]): Gathered {
  const kept = objects.flatMap((object, at) => {
    const index = some.indexOf(indices[at] ?? -1);
    return index < 0 ? [] : [{ object, index }];
  });
  return {
    part,
    representations: some.flatMap((index) => representations[index] ?? []),
    objects: kept.map(({ object }) => object),
    indices: kept.map(({ index }) => index),
  };
}

function documentOf({ bodyStart }: Step): DocumentNode {
  const { query }: Entity = JSON.parse(`${bodyStart}}}`);
  return parse(String(query), { noLocation: true });
}

function narrowed({ definitions }: DocumentNode, { key }: Part, without: ReadonlySet<string>): DocumentNode | undefined {
  const operation = definitions.find((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION);
  const fragments = definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  const entities = operation?.selectionSet.selections.find(
    (one) => one.kind === Kind.FIELD && (one.alias?.value ?? one.name.value) === key,
  );
  if (!operation || entities?.kind !== Kind.FIELD || !entities.selectionSet) return undefined;
  const selectionSet = lessOf(entities.selectionSet, without);
  if (selectionSet.selections.length === 0) return undefined;
  const { name: _, ...unnamed } = operation;
  const asked = { ...unnamed, selectionSet: { ...operation.selectionSet, selections: [{ ...entities, selectionSet }] } };
  return withoutUnusedVariables({ kind: Kind.DOCUMENT, definitions: [asked, ...fragments] });
}

function lessOf(set: SelectionSetNode, without: ReadonlySet<string>): SelectionSetNode {
  const selections = set.selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return without.has(selection.alias?.value ?? selection.name.value) ? [] : [selection];
    if (selection.kind !== Kind.INLINE_FRAGMENT) return [selection];
    const selectionSet = lessOf(selection.selectionSet, without);
    return selectionSet.selections.length === 0 ? [] : [{ ...selection, selectionSet }];
  });
  return { ...set, selections };
}
