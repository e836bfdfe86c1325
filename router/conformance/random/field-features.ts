import { type FieldDefinitionNode, Kind, parse, print } from "graphql";
import type { Composed } from "../composed.ts";
import { directivesOf, type FieldsNode, fieldSet, typesOf } from "../sdl.ts";
import { linked } from "../supergraph.ts";

/** What federation has to do so that a field can be answered. */
export const fieldFeatures = [
  "one key",
  "several keys",
  "composite key",
  "@requires",
  "@requires with arguments",
  "@provides",
  "@external",
  "@override",
  "@shareable",
  "@inaccessible",
  "@interfaceObject",
] as const;

export type FieldFeature = (typeof fieldFeatures)[number];

/** Reads a supergraph's SDL for the features of each of its fields. */
export class FieldFeatures {
  /** By type and field, as the subgraphs call them. */
  readonly #features = new Map<string, Set<FieldFeature>>();
  /** Names of types that subgraphs define differently: abstract types by their members, enums and inputs by what is in them. */
  readonly differing: ReadonlySet<string>;

  constructor(readonly composed: Composed) {
    const sdls = Object.values(composed.supergraph.subgraphs);
    const types = sdls.flatMap(typesOf);
    for (const type of types) for (const field of type.fields ?? []) this.#read(type, field, types);
    this.differing = differingTypes(sdls);
  }

  /** The features of a field of a concrete or abstract type of the API. */
  of(type: string, field: string): readonly FieldFeature[] {
    const names = this.composed.namesOf(type);
    return [...new Set(names.flatMap((name) => [...(this.#features.get(`${name}.${field}`) ?? [])]))];
  }

  #read(type: FieldsNode, field: FieldDefinitionNode, all: readonly FieldsNode[]): void {
    const place = `${type.name.value}.${field.name.value}`;
    const features = this.#features.get(place) ?? new Set();
    this.#features.set(place, features);
    const keys = new Set(
      all
        .filter(({ name }) => name.value === type.name.value)
        .flatMap((each) => directivesOf(each, "key").map((key) => print(fieldSet(key)))),
    );
    if (keys.size === 1) features.add("one key");
    if (keys.size > 1) features.add("several keys");
    if ([...keys].some((key) => key.split(/\s+/).length > 3)) features.add("composite key");
    const required = directivesOf(field, "requires").map((directive) => print(fieldSet(directive)));
    if (required.length > 0) features.add("@requires");
    if (required.some((fields) => fields.includes("("))) features.add("@requires with arguments");
    if (required.some((fields) => this.#isHidden(type.name.value, fields))) features.add("@inaccessible");
    for (const name of ["provides", "external", "override", "shareable"] as const)
      if (directivesOf(field, name).length > 0 || (name === "shareable" && directivesOf(type, name).length > 0)) features.add(`@${name}`);
    if (directivesOf(type, "interfaceObject").length > 0 && !isKeyField(type, field)) features.add("@interfaceObject");
  }

  #isHidden(type: string, fields: string): boolean {
    const hidden = this.composed.hiddenFields(type);
    return fields.split(/[^\w]+/).some((name) => hidden.has(name));
  }
}

function isKeyField(type: FieldsNode, field: FieldDefinitionNode): boolean {
  return directivesOf(type, "key").some((key) =>
    print(fieldSet(key))
      .split(/[^\w]+/)
      .includes(field.name.value),
  );
}

function differingTypes(sdls: readonly string[]): ReadonlySet<string> {
  const seen = new Map<string, string>();
  const differing = new Set<string>();
  for (const [name, content] of sdls.flatMap(contents)) {
    if ((seen.get(name) ?? content) !== content) differing.add(name);
    seen.set(name, content);
  }
  return differing;
}

function contents(sdl: string): readonly (readonly [string, string])[] {
  const { definitions } = parse(linked(sdl));
  const implementations = new Map<string, string[]>();
  for (const { name, interfaces = [] } of typesOf(sdl))
    for (const each of interfaces) implementations.set(each.name.value, [...(implementations.get(each.name.value) ?? []), name.value]);
  return definitions.flatMap((definition): readonly (readonly [string, string])[] => {
    if (definition.kind === Kind.UNION_TYPE_DEFINITION) return [[definition.name.value, String(definition.types?.map(print))]];
    if (definition.kind === Kind.ENUM_TYPE_DEFINITION) return [[definition.name.value, String(definition.values?.map(print))]];
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) return [[definition.name.value, String(definition.fields?.map(print))]];
    if (definition.kind === Kind.INTERFACE_TYPE_DEFINITION)
      return [[definition.name.value, String(implementations.get(definition.name.value))]];
    return [];
  });
}
