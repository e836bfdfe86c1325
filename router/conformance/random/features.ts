import {
  type FieldNode,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isUnionType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { propagates } from "../compare.ts";
import type { Composed } from "../composed.ts";
import type { Question } from "../examine.ts";
import type { Expected } from "../reference.ts";
import { FieldFeatures, fieldFeatures } from "./field-features.ts";

/** What an operation itself may have in it. */
const operationFeatures = [
  "interfaces",
  "unions",
  "abstract types that differ",
  "enums that differ",
  "inputs that differ",
  "mutations",
  "@skip",
  "@include",
  "nested lists",
  "a null that propagates",
  "a null entity",
  "a partial error",
  "aliases",
  "an alias that is another field's name",
  "inline fragments",
  "named fragments",
  "__typename",
  "arguments",
  "variables",
] as const;

export const features = [...fieldFeatures, ...operationFeatures] as const;

export type Feature = (typeof features)[number];

/** Says which features an operation has, once it is known what it answers. */
export class FeatureReader {
  readonly #fields: FieldFeatures;

  constructor(readonly composed: Composed) {
    this.#fields = new FieldFeatures(composed);
  }

  of({ query }: Question, expected: Expected): ReadonlySet<Feature> {
    const found = new Set<Feature>(answerFeatures(expected));
    const types = new TypeInfo(this.composed.api);
    visit(
      parse(query),
      visitWithTypeInfo(types, {
        OperationDefinition: ({ operation, variableDefinitions }) => {
          if (operation === "mutation") found.add("mutations");
          if (variableDefinitions?.length) found.add("variables");
        },
        Directive: ({ name }) => void found.add(name.value === "skip" ? "@skip" : "@include"),
        InlineFragment: () => void found.add("inline fragments"),
        FragmentSpread: () => void found.add("named fragments"),
        Field: (field) => this.#readField(field, types, found),
      }),
    );
    return found;
  }

  #readField(field: FieldNode, types: TypeInfo, found: Set<Feature>): void {
    const [parent, definition] = [types.getParentType(), types.getFieldDef()];
    if (!parent || !definition) throw new Error(`expected ${field.name.value} in the API`);
    if (field.name.value === "__typename") found.add("__typename");
    if (field.arguments?.length) found.add("arguments");
    if (field.alias) found.add("aliases");
    if (
      !isUnionType(parent) &&
      field.alias &&
      Object.hasOwn(parent.getFields(), field.alias.value) &&
      field.alias.value !== field.name.value
    )
      found.add("an alias that is another field's name");
    if (isInterfaceType(parent)) found.add("interfaces");
    const named = getNamedType(definition.type);
    if (isUnionType(named)) found.add("unions");
    for (const type of [named, ...definition.args.map((argument) => getNamedType(argument.type))]) {
      if (!this.#fields.differing.has(type.name)) continue;
      if (isAbstractType(type)) found.add("abstract types that differ");
      if (isEnumType(type)) found.add("enums that differ");
      if (isInputObjectType(type)) found.add("inputs that differ");
    }
    if (listDepth(definition.type) > 1) found.add("nested lists");
    for (const feature of this.#fields.of(parent.name, field.name.value)) found.add(feature);
    if (isAbstractType(parent))
      for (const { name } of this.composed.api.getPossibleTypes(parent))
        for (const feature of this.#fields.of(name, field.name.value)) found.add(feature);
  }
}

function answerFeatures({ data, errorPaths, met }: Expected): readonly Feature[] {
  const found: Feature[] = [];
  if (errorPaths.some((path) => propagates(data, path))) found.push("a null that propagates");
  if (errorPaths.length > 0 && data !== null) found.push("a partial error");
  if (met.has("absent")) found.push("a null entity");
  return found;
}

function listDepth(type: unknown): number {
  if (isNonNullType(type)) return listDepth(type.ofType);
  return isListType(type) ? 1 + listDepth(type.ofType) : 0;
}

/** Counts in how many operations every two features were together. */
export class PairCoverage {
  readonly #counts = new Map<string, number>();

  add(found: ReadonlySet<Feature>): void {
    const present = features.filter((feature) => found.has(feature));
    for (const pair of pairs(present)) this.#counts.set(pair.join(" + "), (this.#counts.get(pair.join(" + ")) ?? 0) + 1);
  }

  /** The number of operations for each pair, the rarest first; 0 for pairs that never were. */
  get counts(): readonly (readonly [pair: string, operations: number])[] {
    return pairs(features)
      .map((pair) => pair.join(" + "))
      .map((pair) => [pair, this.#counts.get(pair) ?? 0] as const)
      .sort(([, a], [, b]) => a - b);
  }
}

function pairs(list: readonly Feature[]): readonly (readonly [Feature, Feature])[] {
  return list.flatMap((one, index) => list.slice(index + 1).map((other) => [one, other] as const));
}
