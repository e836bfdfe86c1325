import { type QueryPlanSelectionNode, trimSelectionNodes } from "@apollo/query-planner";
import { type ConstDirectiveNode, Kind, parse } from "graphql";
import { argumentOf, fieldSet, isFalse, isType, type TypeDefinition, textOf } from "./join-directives.ts";

/** What a supergraph's directives say of its subgraphs. */
export class Ownership {
  /** Names that a plan may ask for by itself: those of keys, of what is required, and `__typename`. */
  readonly askedFor = new Set(["__typename"]);
  readonly #subgraphs: ReadonlyMap<string, string>;
  readonly #requirements = new Map<string, readonly QueryPlanSelectionNode[]>();
  readonly #resolvable = new Set<string>();
  readonly #implementing = new Map<string, string[]>();

  constructor(sdl: string) {
    const { definitions } = parse(sdl, { noLocation: true });
    const graphs = definitions.find(
      (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === "join__Graph",
    );
    const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
    this.#subgraphs = new Map(values.map(({ name, directives = [] }) => [name.value, directives.map(nameIn).join()]));
    for (const type of definitions.filter(isType)) this.#read(type);
  }

  /** What a subgraph requires for a type's field. */
  requirementsOf(subgraph: string, typeName: string, fieldName: string): readonly QueryPlanSelectionNode[] {
    return this.#requirements.get(`${subgraph} ${typeName}.${fieldName}`) ?? [];
  }

  /** Whether a subgraph can be asked for entities of a type, or of one that implements it. */
  canBeEntered(subgraph: string, typeName: string): boolean {
    return [typeName, ...(this.#implementing.get(typeName) ?? [])].some((name) => this.#resolvable.has(`${subgraph} ${name}`));
  }

  #read({ name: { value: typeName }, directives = [], interfaces = [], fields = [] }: TypeDefinition): void {
    for (const { name } of interfaces) this.#implementing.set(name.value, [...(this.#implementing.get(name.value) ?? []), typeName]);
    for (const directive of directives) {
      const key = directive.name.value === "join__type" ? textOf(argumentOf(directive, "key")) : undefined;
      if (key === undefined) continue;
      this.#askFor(selectionsOf(key));
      if (!isFalse(directive, "resolvable")) this.#resolvable.add(`${this.#subgraphOf(directive)} ${typeName}`);
    }
    for (const field of fields) {
      for (const directive of field.directives ?? []) {
        const requires = directive.name.value === "join__field" ? textOf(argumentOf(directive, "requires")) : undefined;
        if (requires === undefined) continue;
        this.#askFor(selectionsOf(requires));
        this.#requirements.set(`${this.#subgraphOf(directive)} ${typeName}.${field.name.value}`, selectionsOf(requires));
      }
    }
  }

  #subgraphOf(directive: ConstDirectiveNode): string {
    return this.#subgraphs.get(textOf(argumentOf(directive, "graph")) ?? "") ?? "";
  }

  #askFor(selections: readonly QueryPlanSelectionNode[]): void {
    for (const selection of selections) {
      if (selection.kind === "Field") this.askedFor.add(selection.name);
      this.#askFor(selection.selections ?? []);
    }
  }
}

function nameIn(directive: ConstDirectiveNode): string {
  return textOf(argumentOf(directive, "name")) ?? "";
}

function selectionsOf(text: string): readonly QueryPlanSelectionNode[] {
  return trimSelectionNodes(fieldSet(text).selections);
}
