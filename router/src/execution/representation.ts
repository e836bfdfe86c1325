import type { FetchDataRewrite, FetchNode, QueryPlanSelectionNode } from "@apollo/query-planner";
import { type GraphQLSchema, isInterfaceType, isNonNullType, isObjectType } from "graphql";
import { type Entity, isEntity } from "./json.ts";
import { type HasKey, keysOf } from "./keys.ts";
import { quoted } from "./quoted.ts";
import { rewrite } from "./rewrites.ts";
import type { TypeNames } from "./type-names.ts";

/** How entities of one type are told to a subgraph. */
export interface Representer {
  /**
   * Equal for what is the same entity to the subgraph.
   *
   * @returns undefined where the subgraph cannot be asked: the entity has no whole key, or a null that may not be one, since who should have said it failed.
   * What was never fetched goes as null: then nobody wants what is made of it, by `@skip` or `@include`.
   */
  identityOf(entity: Entity): unknown;
  /** JSON. */
  textOf(entity: Entity): string;
}

/** Finds how an entity is told, by its type: for each type there is one, mostly of its own. */
export type FindRepresenter = (entity: Entity) => Representer;

/** Reads off a fetch of entities what it requires of them. */
export function representers(fetch: FetchNode, supergraph: GraphQLSchema, types: TypeNames): FindRepresenter {
  const reader = new Reader(supergraph, types);
  const any = new AnyRepresenter(fetch, reader);
  const known = new Map<unknown, Representer>();
  return ({ __typename: typeName }) => {
    const kept = known.get(typeName);
    if (kept) return kept;
    const made = flatRepresenter(fetch, typeName, reader) ?? any;
    known.set(typeName, made);
    return made;
  };
}

/** For whatever a fetch may require: an entity is told from others by its text. */
class AnyRepresenter implements Representer {
  readonly #keys = new Map<string, HasKey>();

  constructor(
    readonly fetch: FetchNode,
    readonly reader: Reader,
  ) {}

  identityOf(entity: Entity): string | undefined {
    const { fetch, reader } = this;
    const representation = reader.read(entity, fetch.requires ?? []);
    if (typeof representation?.__typename !== "string") return undefined;
    rewrite(representation, fetch.inputRewrites ?? [], reader.types);
    return this.#keyOf(entity, representation)(representation) ? JSON.stringify(representation) : undefined;
  }

  textOf(entity: Entity): string {
    return this.identityOf(entity) ?? "null";
  }

  #keyOf({ __typename: typeName }: Entity, { __typename: named }: Entity): HasKey {
    const types = `${typeName} ${named}`;
    const known = this.#keys.get(types);
    if (known) return known;
    const hasKey = keysOf(this.reader.supergraph, this.fetch.serviceName, [typeName, named]);
    this.#keys.set(types, hasKey);
    return hasKey;
  }
}

/**
 * For entities of one type of which only leaves are required, as nearly always: no object is made of them, and one with a single leaf beside its type's name
 * is told from others by that alone.
 */
class FlatRepresenter implements Representer {
  readonly #start: string;

  /** @param typeName as the subgraph calls it */
  constructor(
    readonly leaves: readonly Leaf[],
    typeName: unknown,
    readonly hasKey: HasKey,
  ) {
    this.#start = `{"__typename":${JSON.stringify(typeName)}`;
  }

  identityOf(entity: Entity): unknown {
    let last: unknown;
    for (const { key, mayBeNull } of this.leaves) {
      last = entity[key];
      if (last === null && !mayBeNull) return undefined;
    }
    if (!this.hasKey(entity)) return undefined;
    return this.leaves.length === 1 && typeof last === "string" ? last : this.textOf(entity);
  }

  textOf(entity: Entity): string {
    let text = this.#start;
    for (const { key, label } of this.leaves) text += label + leafText(entity[key]);
    return `${text}}`;
  }
}

/** @returns undefined where more than leaves is required, or a type's name is not all that is rewritten */
function flatRepresenter(
  { requires = [], inputRewrites = [], serviceName }: FetchNode,
  typeName: unknown,
  reader: Reader,
): Representer | undefined {
  if (typeof typeName !== "string" || !inputRewrites.every(isNaming)) return undefined;
  const fields = reader.fieldsOf(typeName, requires);
  if (!fields?.some(({ key }) => key === "__typename")) return undefined;
  const named: Entity = { __typename: typeName };
  rewrite(named, inputRewrites, reader.types);
  const leaves = fields.filter(({ key }) => key !== "__typename");
  const asked = new Set(leaves.map(({ key }) => key));
  const hasKey = keysOf(reader.supergraph, serviceName, [typeName, named.__typename]);
  if (!hasKey(Object.fromEntries([...asked].map((key) => [key, true])))) return nobody;
  return new FlatRepresenter(leaves, named.__typename, hasKey);
}

/** For entities that the subgraph is not asked about. */
const nobody: Representer = { identityOf: () => undefined, textOf: () => "null" };

function leafText(value: unknown): string {
  return typeof value === "string" ? quoted(value) : JSON.stringify(value ?? null);
}

function isNaming({ kind, path }: FetchDataRewrite): boolean {
  return kind === "ValueSetter" && path.at(-1) === "__typename" && path.slice(0, -1).every((step) => step.startsWith("... on "));
}

interface Leaf {
  readonly key: string;
  /** Its key in JSON, with what goes before and after. */
  readonly label: string;
  readonly mayBeNull: boolean;
}

/** Reads from data what a fetch requires. */
class Reader {
  constructor(
    readonly supergraph: GraphQLSchema,
    readonly types: TypeNames,
  ) {}

  /** The leaves that are required of a type; undefined when it is not leaves alone. */
  fieldsOf(typeName: string, selections: readonly QueryPlanSelectionNode[]): readonly Leaf[] | undefined {
    const found = new Map<string, Leaf>();
    for (const selection of selections) {
      if (selection.kind === "InlineFragment") {
        if (!this.#is(typeName, selection.typeCondition)) continue;
        const below = this.fieldsOf(typeName, selection.selections);
        if (!below) return undefined;
        for (const leaf of below) found.set(leaf.key, leaf);
      } else {
        const key = selection.alias ?? selection.name;
        if (selection.selections) return undefined;
        found.set(key, { key, label: `,${JSON.stringify(key)}:`, mayBeNull: !this.#isRequired(typeName, selection.name) });
      }
    }
    return [...found.values()];
  }

  read(source: Entity, selections: readonly QueryPlanSelectionNode[]): Entity | undefined {
    const result: Entity = {};
    return this.#readInto(result, source, selections) ? result : undefined;
  }

  #readInto(result: Entity, source: Entity, selections: readonly QueryPlanSelectionNode[]): boolean {
    return selections.every((selection) => {
      if (selection.kind === "InlineFragment") {
        const { typeCondition, selections: below } = selection;
        return !this.#is(source.__typename, typeCondition) || this.#readInto(result, source, below);
      }
      const key = selection.alias ?? selection.name;
      const value = source[key];
      if (value === null || value === undefined) {
        result[key] = null;
        return value === undefined || !this.#isRequired(source.__typename, selection.name);
      }
      const read = selection.selections ? this.#below(value, selection.selections) : value;
      if (read === undefined) return false;
      const known = result[key];
      result[key] = isEntity(known) && isEntity(read) ? { ...known, ...read } : read;
      return true;
    });
  }

  #below(value: unknown, selections: readonly QueryPlanSelectionNode[]): unknown {
    if (value === null || value === undefined) return null;
    if (Array.isArray(value)) return value.map((one) => this.#below(one, selections) ?? null);
    return isEntity(value) ? this.read(value, selections) : undefined;
  }

  #is(typeName: unknown, condition: string | undefined): boolean {
    return condition === undefined || (typeof typeName === "string" && this.types.matching(condition).has(typeName));
  }

  #isRequired(typeName: unknown, field: string): boolean {
    const type = this.supergraph.getType(String(typeName));
    return (isObjectType(type) || isInterfaceType(type)) && isNonNullType(type.getFields()[field]?.type);
  }
}
