import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type TypeNode,
} from "graphql";
import { argumentOf, fieldSet, flagOf, isType, type TypeDefinition, textOf, withArgument } from "./join-directives.ts";

/** A supergraph as the planner gets it, so that it plans right what it would plan wrong. */
export interface PlanningSupergraph {
  readonly sdl: string;
  /** What a field stands for that clients do not know: a field with the arguments that some `@requires` gives it. */
  readonly required: ReadonlyMap<string, Required>;
}

export type Required = Pick<FieldNode, "name" | "arguments">;

/**
 * Writes a supergraph anew where the planner misunderstands it:
 *
 * - What a `@requires` asks for with arguments becomes a field of its own, without arguments. The planner tells fields apart by their names alone, and would take
 *   `weight(unit: KG)`, which a subgraph requires, for `weight(unit: LB)`, which a client asks for or another field requires.
 * - A subgraph's keys that are not resolvable go where it has one that is: the planner comes back by the first key that it can fill, to bring what is required.
 */
export function planningSupergraph(sdl: string): PlanningSupergraph {
  const document = parse(sdl, { noLocation: true });
  const requirements = new Requirements(document);
  const definitions = document.definitions.map((definition) => (isType(definition) ? withResolvableKeys(definition) : definition));
  for (const type of definitions.filter(isType)) requirements.collect(type);
  const written = definitions.map((definition) => (isType(definition) ? requirements.write(definition) : definition));
  return { sdl: print({ ...document, definitions: written }), required: requirements.required };
}

function withResolvableKeys<Type extends TypeDefinition>(type: Type): Type {
  const keys = (type.directives ?? []).filter(({ name }) => name.value === "join__type");
  const resolvable = new Set(keys.filter((key) => argumentOf(key, "key") && flagOf(key, "resolvable") !== false).map(graphOf));
  const keep = (directive: ConstDirectiveNode) =>
    directive.name.value !== "join__type" || flagOf(directive, "resolvable") !== false || !resolvable.has(graphOf(directive));
  return { ...type, directives: (type.directives ?? []).filter(keep) };
}

function graphOf(directive: ConstDirectiveNode): string | undefined {
  return textOf(argumentOf(directive, "graph"));
}

/** Finds what is required with arguments, and gives it names. */
class Requirements {
  readonly required = new Map<string, Required>();
  readonly #types: ReadonlyMap<string, TypeDefinition>;
  readonly #prefix: string;
  readonly #names = new Map<string, string>();
  /** The names that each type has to have as fields. */
  readonly #added = new Map<string, Set<string>>();

  constructor({ definitions }: DocumentNode) {
    this.#types = new Map(definitions.filter(isType).map((type) => [type.name.value, type]));
    this.#prefix = unusedPrefix([...this.#types.values()].flatMap(({ fields = [] }) => fields.map(({ name }) => name.value)));
  }

  /** Collects from all of a type's fields. */
  collect({ name, fields = [] }: TypeDefinition): void {
    for (const text of fields.flatMap(requiresOf)) this.#renamed(fieldSet(text), name.value);
  }

  /** The type with the fields that were found for it, each `@requires` naming them. */
  write<Type extends TypeDefinition>(type: Type): Type {
    const fields = (type.fields ?? []).map((field) => this.#written(field, type.name.value));
    const added = [...(this.#added.get(type.name.value) ?? [])].flatMap((name) => {
      const original = fields.find((field) => field.name.value === this.required.get(name)?.name.value);
      return original ? [{ ...original, name: { ...original.name, value: name }, arguments: [] }] : [];
    });
    return { ...type, fields: [...fields, ...added] };
  }

  #written(field: FieldDefinitionNode, typeName: string): FieldDefinitionNode {
    const directives = (field.directives ?? []).map((directive) => {
      const requires = textOf(argumentOf(directive, "requires"));
      if (directive.name.value !== "join__field" || requires === undefined) return directive;
      return withArgument(directive, "requires", fieldSetText(this.#renamed(fieldSet(requires), typeName)));
    });
    return { ...field, directives };
  }

  #renamed(set: SelectionSetNode, typeName: string): SelectionSetNode {
    return { ...set, selections: set.selections.map((selection) => this.#renamedSelection(selection, typeName)) };
  }

  #renamedSelection(selection: SelectionNode, typeName: string): SelectionNode {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection; // a field set has none
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return { ...selection, selectionSet: this.#renamed(selection.selectionSet, selection.typeCondition?.name.value ?? typeName) };
    }
    const field = this.#types.get(typeName)?.fields?.find(({ name }) => name.value === selection.name.value);
    const selectionSet = selection.selectionSet && this.#renamed(selection.selectionSet, field ? namedType(field.type) : typeName);
    const below = selectionSet ? { selectionSet } : {};
    if (!field?.arguments?.length) return { ...selection, ...below };
    const name = this.#nameFor(selection);
    this.#add(name, typeName);
    return { kind: Kind.FIELD, name: { kind: Kind.NAME, value: name }, ...below };
  }

  /** Equal for the same field with the same arguments, whichever type it is of. */
  #nameFor({ name, arguments: given = [] }: FieldNode): string {
    const sorted = given.toSorted((a, b) => (a.name.value < b.name.value ? -1 : 1));
    const text = print({ kind: Kind.FIELD, name, arguments: sorted });
    const known = this.#names.get(text) ?? `${this.#prefix}${this.#names.size}_${name.value}`;
    this.#names.set(text, known);
    this.required.set(known, { name, arguments: sorted });
    return known;
  }

  #add(name: string, typeName: string): void {
    const implementing = [...this.#types.values()].filter(({ interfaces }) => interfaces?.some((one) => one.name.value === typeName));
    for (const type of [typeName, ...implementing.map((one) => one.name.value)]) {
      const names = this.#added.get(type) ?? new Set();
      this.#added.set(type, names.add(name));
    }
  }
}

function requiresOf({ directives = [] }: FieldDefinitionNode): readonly string[] {
  return directives
    .filter(({ name }) => name.value === "join__field")
    .map((directive) => textOf(argumentOf(directive, "requires")))
    .filter((text) => text !== undefined);
}

function unusedPrefix(names: readonly string[]): string {
  let prefix = "required";
  while (names.some((name) => name.startsWith(prefix))) prefix += "_";
  return prefix;
}

function fieldSetText(set: SelectionSetNode): string {
  return print(set).slice(1, -1).replaceAll(/\s+/g, " ").trim();
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
