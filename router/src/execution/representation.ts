import type { FetchNode, QueryPlanSelectionNode } from "@apollo/query-planner";
import { type GraphQLSchema, isInterfaceType, isNonNullType, isObjectType } from "graphql";
import { type Entity, isEntity } from "./json.ts";
import { rewrite } from "./rewrites.ts";
import type { TypeNames } from "./type-names.ts";

/** The text of what a subgraph gets to know of an entity; undefined where the entity is none of those that it is asked about, or its key is missing. */
export type Represent = (entity: Entity) => string | undefined;

/**
 * Makes representations of entities: their text is what is sent, and what tells one entity from another.
 *
 * @param fetch one of entities: it says what it requires of them
 */
export function representer(fetch: FetchNode, supergraph: GraphQLSchema, types: TypeNames): Represent {
  const selections = fetch.requires ?? [];
  const reader = new Reader(supergraph, types);
  const rewrites = fetch.inputRewrites ?? [];
  return (entity) => {
    const representation = reader.read(entity, selections);
    if (typeof representation?.__typename !== "string") return undefined;
    if (rewrites.length > 0) rewrite(representation, rewrites, types);
    return JSON.stringify(representation);
  };
}

class Reader {
  constructor(
    readonly supergraph: GraphQLSchema,
    readonly types: TypeNames,
  ) {}

  /** @returns undefined when a value is missing, or null where none may be: the subgraph that should have said it failed, or was never asked about this entity */
  read(source: Entity, selections: readonly QueryPlanSelectionNode[]): Entity | undefined {
    const result: Entity = {};
    return this.#readInto(result, source, selections) ? result : undefined;
  }

  #readInto(result: Entity, source: Entity, selections: readonly QueryPlanSelectionNode[]): boolean {
    return selections.every((selection) => {
      if (selection.kind === "InlineFragment") {
        const { typeCondition, selections: below } = selection;
        return !this.#is(source, typeCondition) || this.#readInto(result, source, below);
      }
      const key = selection.alias ?? selection.name;
      const value = source[key];
      if (value === undefined) return false;
      if (value === null) {
        result[key] = null;
        return !this.#isRequired(source.__typename, selection.name);
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

  #is({ __typename: typeName }: Entity, condition: string | undefined): boolean {
    return condition === undefined || (typeof typeName === "string" && this.types.matching(condition).has(typeName));
  }

  #isRequired(typeName: unknown, field: string): boolean {
    const type = this.supergraph.getType(String(typeName));
    return (isObjectType(type) || isInterfaceType(type)) && isNonNullType(type.getFields()[field]?.type);
  }
}
