import {
  astFromValue,
  type ConstValueNode,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  type NameNode,
  parseConstValue,
  parseType,
  print,
  type TypeNode,
  type ValueNode,
  type VariableDefinitionNode,
} from "graphql";
import type { Random } from "./random.ts";

/** What an operation says about its variables, and what a client sends for them. */
export class Variables {
  readonly definitions: VariableDefinitionNode[] = [];
  readonly values: Record<string, unknown> = {};

  /** @param ids are what arguments of type `ID` may find */
  constructor(
    readonly random: Random,
    readonly ids: readonly string[],
  ) {}

  /** A value for an argument: written out, or in a variable of its own. */
  argument(type: GraphQLInputType): ValueNode {
    const value = this.#value(type, 2);
    return this.random.chance(0.4) ? this.#variable(type, value) : written(value, type);
  }

  /** A condition for `@skip` or `@include`: nearly always a variable, which several fields may share. */
  condition(): ValueNode {
    if (this.random.chance(0.1)) return { kind: Kind.BOOLEAN, value: this.random.chance(0.5) };
    const known = this.definitions.filter(({ type }) => isCondition(type)).map(({ variable }) => variable);
    if (known.length > 0 && this.random.chance(0.5)) return this.random.pick(known);
    return this.#define(parseType("Boolean!"), this.random.chance(0.5), undefined);
  }

  /** A client may leave out a variable that has a default, or that may be null. */
  #variable(type: GraphQLInputType, value: unknown): ValueNode {
    const hasDefault = value !== null && this.random.chance(0.3);
    const isOmitted = (hasDefault || !isNonNullType(type)) && this.random.chance(0.3);
    return this.#define(parseType(String(type)), isOmitted ? undefined : value, hasDefault ? written(value, type) : undefined);
  }

  #define(type: TypeNode, value: unknown, defaultValue: ConstValueNode | undefined): ValueNode {
    const variable = { kind: Kind.VARIABLE, name: nameNode(`v${this.definitions.length}`) } as const;
    this.definitions.push({ kind: Kind.VARIABLE_DEFINITION, variable, type, ...(defaultValue && { defaultValue }) });
    if (value !== undefined) this.values[variable.name.value] = value;
    return variable;
  }

  /** @param depth how many inputs may stand in each other */
  #value(type: GraphQLInputType, depth: number): unknown {
    const { random } = this;
    if (isNonNullType(type)) return this.#present(type.ofType, depth);
    return random.chance(0.08) ? null : this.#present(type, depth);
  }

  #present(type: GraphQLInputType, depth: number): unknown {
    const { random } = this;
    if (isListType(type)) return Array.from({ length: random.below(3) }, () => this.#value(type.ofType, depth));
    if (isEnumType(type)) return random.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter((field) => isRequiredInputField(field) || (depth > 0 && random.chance(0.5)));
      return Object.fromEntries(fields.map((field) => [field.name, this.#value(field.type, depth - 1)]));
    }
    switch (String(type)) {
      case "Int":
        return random.below(4);
      case "Float":
        return random.below(40) / 8;
      case "Boolean":
        return random.chance(0.5);
      case "ID":
        return random.pick(this.ids);
      default:
        return random.pick(["kg", "", 'é "quoted"\n']);
    }
  }
}

export function nameNode(value: string): NameNode {
  return { kind: Kind.NAME, value };
}

function written(value: unknown, type: GraphQLInputType): ConstValueNode {
  const node = astFromValue(value, type);
  if (!node) throw new Error(`expected ${JSON.stringify(value)} to be of type ${String(type)}`);
  return parseConstValue(print(node));
}

function isCondition(type: TypeNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE && type.type.kind === Kind.NAMED_TYPE && type.type.name.value === "Boolean";
}
