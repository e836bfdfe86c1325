import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from "graphql";

/** How big an operation is once its fragments are spread. */
export interface Measure {
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly fields: number;
}

const nothing: Measure = { depth: 0, aliases: 0, rootFields: 0, fields: 0 };

/**
 * Measures a document: its largest operation in each respect. Each fragment is measured once, however often it is spread, so the time is that of
 * reading the document even where the spread operation would be astronomical. Fragments that go round in circles count as nothing: validation names them.
 */
export function measure(document: DocumentNode): Measure {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const spread = fragmentMeasures(fragments);
  return document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map(({ selectionSet }) => measureSelections(selectionSet, spread))
    .reduce(larger, nothing);
}

function fragmentMeasures(fragments: ReadonlyMap<string, FragmentDefinitionNode>): (name: string) => Measure {
  const known = new Map<string, Measure>();
  return function spread(name) {
    const kept = known.get(name);
    if (kept) return kept;
    const fragment = fragments.get(name);
    if (!fragment) return nothing;
    known.set(name, nothing); // what it spreads may come back to it
    const found = measureSelections(fragment.selectionSet, spread);
    known.set(name, found);
    return found;
  };
}

function measureSelections({ selections }: SelectionSetNode, spread: (name: string) => Measure): Measure {
  let total = nothing;
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) total = beside(total, spread(selection.name.value));
    else if (selection.kind === Kind.INLINE_FRAGMENT) total = beside(total, measureSelections(selection.selectionSet, spread));
    else {
      const below = selection.selectionSet ? measureSelections(selection.selectionSet, spread) : nothing;
      total = beside(total, {
        depth: below.depth + 1,
        aliases: below.aliases + (selection.alias ? 1 : 0),
        rootFields: 1,
        fields: below.fields + 1,
      });
    }
  }
  return total;
}

function beside(a: Measure, b: Measure): Measure {
  return {
    depth: Math.max(a.depth, b.depth),
    aliases: a.aliases + b.aliases,
    rootFields: a.rootFields + b.rootFields,
    fields: a.fields + b.fields,
  };
}

function larger(a: Measure, b: Measure): Measure {
  return {
    depth: Math.max(a.depth, b.depth),
    aliases: Math.max(a.aliases, b.aliases),
    rootFields: Math.max(a.rootFields, b.rootFields),
    fields: Math.max(a.fields, b.fields),
  };
}
