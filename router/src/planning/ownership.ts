import { type QueryPlanSelectionNode, trimSelectionNodes } from "@apollo/query-planner";
import { type ConstDirectiveNode, Kind, parse } from "graphql";
import { argumentOf, fieldSet, flagOf, isType, type TypeDefinition, textOf } from "./join-directives.ts";

/** What a supergraph's directives say of its subgraphs. */
export class Ownership {
  /** Names that a plan may ask for by itself: those of keys, of what is required, and `__typename`. */
  readonly askedFor = new Set(["__typename"]);
  /** Whether some subgraph knows an interface as one object type. */
  readonly hasInterfaceObjects: boolean;
  readonly #subgraphs: ReadonlyMap<string, string>;
  /** Fields of interfaces that a subgraph adds which knows the interface as an object type. */
  readonly #added = new Set<string>();
  /** The names of those for which it requires others. */
  readonly #requiring = new Set<string>();
  readonly #requirements = new Map<string, readonly QueryPlanSelectionNode[]>();
  readonly #keys = new Map<string, (readonly QueryPlanSelectionNode[])[]>();
  readonly #objects = new Set<string>();
  readonly #implementing = new Map<string, string[]>();

  constructor(sdl: string) {
    const { definitions } = parse(sdl, { noLocation: true });
    const graphs = definitions.find(
      (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === "join__Graph",
    );
    const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
    this.#subgraphs = new Map(values.map(({ name, directives = [] }) => [name.value, directives.map(nameIn).join()]));
    const types = definitions.filter(isType);
    this.hasInterfaceObjects = types.some(({ directives }) => directives?.some((directive) => argumentOf(directive, "isInterfaceObject")));
    for (const type of types) this.#read(type);
  }

  /** What a subgraph requires for a type's field. */
  requirementsOf(subgraph: string, typeName: string, fieldName: string): readonly QueryPlanSelectionNode[] {
    return this.#requirements.get(`${subgraph} ${typeName}.${fieldName}`) ?? [];
  }

  /** Whether some subgraph that knows an interface as an object type requires other fields for one that it adds. */
  get addsRequiring(): boolean {
    return this.#requiring.size > 0;
  }

  /** Whether a field of this name may be one that some such subgraph requires other fields for. */
  mayRequire(fieldName: string): boolean {
    return this.#requiring.has(fieldName);
  }

  /** Whether a field of an interface comes from a subgraph that knows the interface as an object type. */
  isAdded(typeName: string, fieldName: string): boolean {
    return this.#added.has(`${typeName}.${fieldName}`);
  }

  /** The keys by which a subgraph can be asked for entities of a type, or of one that implements it. */
  keysOf(subgraph: string, typeName: string): readonly (readonly QueryPlanSelectionNode[])[] {
    return [typeName, ...(this.#implementing.get(typeName) ?? [])].flatMap((name) => this.#keys.get(`${subgraph} ${name}`) ?? []);
  }

  /** The object types that a type stands for. */
  typesOf(typeName: string): readonly string[] {
    return [typeName, ...(this.#implementing.get(typeName) ?? [])].filter((name) => this.#objects.has(name));
  }

  #read({ kind, name: { value: typeName }, directives = [], interfaces = [], fields = [] }: TypeDefinition): void {
    if (kind === Kind.OBJECT_TYPE_DEFINITION) this.#objects.add(typeName);
    for (const { name } of interfaces) this.#implementing.set(name.value, [...(this.#implementing.get(name.value) ?? []), typeName]);
    for (const directive of directives) {
      const key = directive.name.value === "join__type" ? textOf(argumentOf(directive, "key")) : undefined;
      if (key === undefined) continue;
      this.#askFor(selectionsOf(key));
      if (flagOf(directive, "resolvable") === false) continue;
      const entity = `${this.#subgraphOf(directive)} ${typeName}`;
      this.#keys.set(entity, [...(this.#keys.get(entity) ?? []), selectionsOf(key)]);
    }
    const knowing = new Set(directives.filter((one) => flagOf(one, "isInterfaceObject")).map((one) => this.#subgraphOf(one)));
    for (const field of fields) {
      for (const directive of field.directives ?? []) {
        const isAdded = directive.name.value === "join__field" && knowing.has(this.#subgraphOf(directive));
        if (isAdded) this.#added.add(`${typeName}.${field.name.value}`);
        const requires = directive.name.value === "join__field" ? textOf(argumentOf(directive, "requires")) : undefined;
        if (requires === undefined) continue;
        if (isAdded) this.#requiring.add(field.name.value);
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
