import { type GraphQLSchema, isAbstractType } from "graphql";

/** Which types the names in data stand for, by the supergraph, which also has the types that clients do not see. */
export class TypeNames {
  readonly #matches = new Map<string, ReadonlySet<string>>();
  readonly #abstract: ReadonlySet<string>;

  constructor(readonly supergraph: GraphQLSchema) {
    const types = Object.values(supergraph.getTypeMap());
    this.#abstract = new Set(types.filter((type) => isAbstractType(type)).map(({ name }) => name));
  }

  isAbstract(name: unknown): boolean {
    return typeof name === "string" && this.#abstract.has(name);
  }

  moreConcrete(known: unknown, said: unknown): unknown {
    return this.isAbstract(known) && typeof said === "string" ? said : known;
  }

  /** The names that a condition `... on Type` is right for: its own, and those of all types that belong to it. */
  matching(condition: string): ReadonlySet<string> {
    const kept = this.#matches.get(condition);
    if (kept) return kept;
    const type = this.supergraph.getType(condition);
    const below = isAbstractType(type)
      ? [...this.supergraph.getPossibleTypes(type), ...this.supergraph.getImplementations(type as never).interfaces]
      : [];
    const names = new Set([condition, ...below.map(({ name }) => name)]);
    this.#matches.set(condition, names);
    return names;
  }
}
