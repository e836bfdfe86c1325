import { type DocumentNode, type FieldNode, Kind, print, visit } from "graphql";

/**
 * The key that a field is fetched under, where it is not the response key: that, behind a prefix that may have a number. No schema has such a name, since two
 * underscores are reserved.
 *
 * @see https://spec.graphql.org/October2021/#sec-Names.Reserved-Names
 */
const PREFIX = /^__as\d*_/;

/** The key that a client gets a field's value under, given the one that subgraphs answer it under; for all other keys, the key itself. */
export function responseKeyOf(dataKey: string): string {
  return dataKey.startsWith("__as") ? dataKey.replace(PREFIX, "") : dataKey;
}

export interface TakenNames {
  /** What a plan may ask for by itself: keys, what is required, and `__typename`. */
  readonly askedFor: ReadonlySet<string>;
  /** Whether some subgraph knows an interface as one object type. */
  readonly hasInterfaceObjects: boolean;
}

/**
 * Gives each field the alias that it is fetched under.
 *
 * All that a plan asks for arrives in one object, where two things that a client never asked for side by side may have one name, and the planner takes the one for
 * the other: what a client calls like something that the plan itself asks for; and, where a subgraph knows an interface as one object type, what a client calls
 * alike on two implementations.
 */
export function withDataKeys(document: DocumentNode, { askedFor, hasInterfaceObjects }: TakenNames): DocumentNode {
  const meanings = new Map<string, Map<string, number>>();
  return visit(document, {
    Field(field) {
      const { name, alias, arguments: given = [] } = field;
      const key = alias?.value ?? name.value;
      if (key.startsWith("__") && key === name.value) return undefined;
      const meaning = print({ kind: Kind.FIELD, name, arguments: given });
      const known = meanings.get(key) ?? new Map<string, number>();
      const number = known.get(meaning) ?? known.size;
      meanings.set(key, known.set(meaning, number));
      if (number > 0 && hasInterfaceObjects) return under(field, `__as${number}_${key}`);
      return key !== name.value && (askedFor.has(key) || key.startsWith("__")) ? under(field, `__as_${key}`) : undefined;
    },
  });
}

function under(field: FieldNode, value: string): FieldNode {
  return { ...field, alias: { kind: Kind.NAME, value } };
}
