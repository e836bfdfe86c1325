import { type DocumentNode, type FieldNode, Kind, visit } from "graphql";

/**
 * A plan asks subgraphs for more than the client did: `__typename`, keys, and what `@requires` names. All of it arrives in one object, where a client's alias may
 * say the same name for something else, and the planner takes the one for the other. So what a client calls by such a name is fetched under another key, its
 * data key: the response key behind this prefix. No schema has such a name, since two underscores are reserved.
 *
 * @see https://spec.graphql.org/October2021/#sec-Names.Reserved-Names
 */
const PREFIX = "__as_";

/** The key that a client gets a field's value under, given the one that subgraphs answer it under; for all other keys, the key itself. */
export function responseKeyOf(dataKey: string): string {
  return dataKey.startsWith(PREFIX) ? dataKey.slice(PREFIX.length) : dataKey;
}

/**
 * Gives each field the alias that it is fetched under, where that differs from the response key. The document is the same one if there is none.
 *
 * @param isTaken tells the names that a plan may ask for by itself
 */
export function withDataKeys(document: DocumentNode, isTaken: (name: string) => boolean): DocumentNode {
  return visit(document, {
    Field(field) {
      const key = field.alias?.value ?? field.name.value;
      return key !== field.name.value && (isTaken(key) || key.startsWith("__")) ? underDataKey(field, key) : undefined;
    },
  });
}

function underDataKey(field: FieldNode, responseKey: string): FieldNode {
  return { ...field, alias: { kind: Kind.NAME, value: PREFIX + responseKey } };
}
