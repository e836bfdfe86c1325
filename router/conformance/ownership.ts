import { Kind, type SelectionSetNode } from "graphql";
import { directiveArgument, directivesOf, type FieldsNode, fieldSet, namesIn, typesOf } from "./sdl.ts";
import type { TestSupergraph } from "./supergraph.ts";

export interface Key {
  readonly fields: SelectionSetNode;
  readonly isResolvable: boolean;
}

/** A field as one subgraph defines it. */
export interface OwnedField {
  readonly subgraph: string;
  readonly requires: SelectionSetNode | undefined;
  /** Whether this subgraph is to be asked for it: it is neither external nor overridden. */
  readonly isAnswered: boolean;
}

/** Who says what about each type, read from the subgraphs' SDL and from nothing that a router also reads. */
export class Ownership {
  /** By subgraph and type. */
  readonly #keys = new Map<string, Key[]>();
  /** By type and field. */
  readonly #fields = new Map<string, OwnedField[]>();
  /** Names of fields that some `@provides` or `@key` of the subgraph lets it answer although they are external. */
  readonly #lent = new Map<string, Set<string>>();

  constructor({ subgraphs }: TestSupergraph) {
    const overridden = new Set(Object.entries(subgraphs).flatMap(([, sdl]) => typesOf(sdl).flatMap(overrides)));
    for (const [subgraph, sdl] of Object.entries(subgraphs)) {
      this.#lent.set(subgraph, new Set(typesOf(sdl).flatMap(lentNames)));
      for (const type of typesOf(sdl)) this.#read(subgraph, type, overridden);
    }
  }

  #read(subgraph: string, type: FieldsNode, overridden: ReadonlySet<string>): void {
    const name = type.name.value;
    for (const key of directivesOf(type, "key")) {
      const isResolvable = directiveArgument(key, "resolvable") !== false;
      push(this.#keys, `${subgraph} ${name}`, { fields: fieldSet(key), isResolvable });
    }
    if (type.kind === Kind.INTERFACE_TYPE_DEFINITION) return; // its implementations have the same fields
    for (const field of type.fields ?? []) {
      const isExternal = directivesOf(field, "external").length > 0 && !this.#lent.get(subgraph)?.has(field.name.value);
      const isAnswered = !isExternal && !overridden.has(`${subgraph} ${name}.${field.name.value}`);
      const requires = directivesOf(field, "requires").map(fieldSet)[0];
      push(this.#fields, `${name}.${field.name.value}`, { subgraph, requires, isAnswered });
    }
  }

  /** The keys of a type as a subgraph calls it. */
  keys(subgraph: string, type: string): readonly Key[] {
    return this.#keys.get(`${subgraph} ${type}`) ?? [];
  }

  /** All definitions of a field on a type or on one of its interfaces, which is where an interface object's fields are. */
  definitions(types: readonly string[], field: string): readonly OwnedField[] {
    return types.flatMap((type) => this.#fields.get(`${type}.${field}`) ?? []);
  }
}

function overrides(type: FieldsNode): readonly string[] {
  return (type.fields ?? []).flatMap((field) =>
    directivesOf(field, "override").map((override) => `${directiveArgument(override, "from")} ${type.name.value}.${field.name.value}`),
  );
}

function lentNames(type: FieldsNode): readonly string[] {
  const provided = (type.fields ?? []).flatMap((field) => directivesOf(field, "provides"));
  return [...provided, ...directivesOf(type, "key")].flatMap((directive) => namesIn(fieldSet(directive)));
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
