import {
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isAbstractType,
  isCompositeType,
  isRequiredArgument,
  isUnionType,
  Kind,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import type { Random } from "./random.ts";
import { nameNode, Variables } from "./values.ts";

/** An operation as generated: two fields may still claim one name for different things. */
export interface Generated {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Levels of nesting, selections and fragments in all: enough for every feature, and far below what a router refuses. */
const DEPTH = 6;
const SELECTIONS = 26;
const FRAGMENTS = 3;

/** Names that clients give to fields beside those of other fields. */
const plainAliases = ["a", "b", "id", "name", "__a", "data", "key"];

/** Writes operations for an API, a new one each time. */
export class OperationWriter {
  readonly #random: Random;
  readonly #variables: Variables;
  readonly #fragments: FragmentDefinitionNode[] = [];
  #left = SELECTIONS;

  private constructor(
    readonly api: GraphQLSchema,
    random: Random,
    ids: readonly string[],
  ) {
    this.#random = random;
    this.#variables = new Variables(random, ids);
  }

  static write(api: GraphQLSchema, random: Random, ids: readonly string[]): Generated {
    return new OperationWriter(api, random, ids).#write();
  }

  #write(): Generated {
    const mutation = this.api.getMutationType();
    const root = mutation && this.#random.chance(0.25) ? mutation : this.api.getQueryType();
    if (!root) throw new Error("expected an API with queries");
    const operation = root === mutation ? OperationTypeNode.MUTATION : OperationTypeNode.QUERY;
    const selectionSet = this.#selectionSet(root, 0);
    const { definitions: variableDefinitions, values } = this.#variables;
    const main = { kind: Kind.OPERATION_DEFINITION, operation, variableDefinitions, selectionSet } as const;
    return { document: { kind: Kind.DOCUMENT, definitions: [main, ...this.#fragments] }, variables: values };
  }

  #selectionSet(type: GraphQLCompositeType, depth: number): SelectionSetNode {
    const count = 1 + this.#random.below(depth < 2 ? 5 : 4);
    const selections = Array.from({ length: count }, () => this.#selection(type, depth)).filter((selection) => selection !== undefined);
    return { kind: Kind.SELECTION_SET, selections: selections.length > 0 ? selections : [this.#typename()] };
  }

  #selection(type: GraphQLCompositeType, depth: number): SelectionNode | undefined {
    this.#left -= 1;
    const dice = this.#random.next();
    if (dice < 0.06 || depth > DEPTH + 2 || this.#left < -SELECTIONS) return this.#typename();
    if (dice < (isAbstractType(type) ? 0.4 : 0.14)) return this.#inlineFragment(type, depth);
    if (dice < (isAbstractType(type) ? 0.47 : 0.2)) return this.#spread(type, depth);
    return isUnionType(type) ? this.#inlineFragment(type, depth) : this.#field(type, depth);
  }

  #field(type: Exclude<GraphQLCompositeType, { getTypes(): unknown }>, depth: number): FieldNode | undefined {
    const known = Object.values(type.getFields());
    const fields = depth < DEPTH && this.#left > 0 ? known : known.filter((field) => !isCompositeType(getNamedType(field.type)));
    if (fields.length === 0) return undefined;
    const field = this.#random.pick(fields);
    const below = getNamedType(field.type);
    const alias = this.#random.chance(0.3)
      ? this.#random.pick(this.#random.chance(0.6) ? known.map(({ name }) => name) : plainAliases)
      : undefined;
    return {
      kind: Kind.FIELD,
      name: nameNode(field.name),
      ...(alias && { alias: nameNode(alias) }),
      arguments: this.#arguments(field),
      directives: this.#conditions(),
      ...(isCompositeType(below) && { selectionSet: this.#selectionSet(below, depth + 1) }),
    };
  }

  #typename(): FieldNode {
    const alias = this.#random.chance(0.15) ? { alias: nameNode(this.#random.pick(plainAliases)) } : {};
    return { kind: Kind.FIELD, name: nameNode("__typename"), ...alias, directives: this.#conditions() };
  }

  #inlineFragment(type: GraphQLCompositeType, depth: number): InlineFragmentNode {
    const condition = this.#random.chance(0.1) ? undefined : this.#condition(type);
    return {
      kind: Kind.INLINE_FRAGMENT,
      ...(condition && { typeCondition: { kind: Kind.NAMED_TYPE, name: nameNode(condition.name) } }),
      directives: this.#conditions(),
      selectionSet: this.#selectionSet(condition ?? type, depth + 1),
    };
  }

  #spread(type: GraphQLCompositeType, depth: number): FragmentSpreadNode | undefined {
    const condition = this.#condition(type);
    const known = this.#fragments.filter(({ typeCondition }) => typeCondition.name.value === condition.name);
    if (known.length === 0 && this.#fragments.length >= FRAGMENTS) return undefined;
    const fragment =
      known.length > 0 && (this.#fragments.length >= FRAGMENTS || this.#random.chance(0.5))
        ? this.#random.pick(known)
        : this.#fragment(condition, depth);
    return { kind: Kind.FRAGMENT_SPREAD, name: fragment.name, directives: this.#conditions() };
  }

  /** It is known only once it is written, so that no fragment spreads itself. */
  #fragment(condition: GraphQLCompositeType, depth: number): FragmentDefinitionNode {
    const selectionSet = this.#selectionSet(condition, depth + 1);
    const fragment: FragmentDefinitionNode = {
      kind: Kind.FRAGMENT_DEFINITION,
      name: nameNode(`f${this.#fragments.length}`),
      typeCondition: { kind: Kind.NAMED_TYPE, name: nameNode(condition.name) },
      selectionSet,
    };
    this.#fragments.push(fragment);
    return fragment;
  }

  /** A type that something of the given type may be of as well. */
  #condition(type: GraphQLCompositeType): GraphQLCompositeType {
    const possible = new Set(possibleTypes(this.api, type));
    const others = Object.values(this.api.getTypeMap())
      .filter(isCompositeType)
      .filter(({ name }) => !name.startsWith("__"))
      .filter((other) => possibleTypes(this.api, other).some((each) => possible.has(each)));
    return this.#random.chance(0.2) ? type : this.#random.pick(others);
  }

  #arguments(field: GraphQLField<unknown, unknown>): readonly ArgumentNode[] {
    return field.args
      .filter((argument) => isRequiredArgument(argument) || this.#random.chance(0.5))
      .map((argument) => ({ kind: Kind.ARGUMENT, name: nameNode(argument.name), value: this.#variables.argument(argument.type) }));
  }

  #conditions(): readonly DirectiveNode[] {
    return ["skip", "include"]
      .filter(() => this.#random.chance(0.03))
      .map((name) => ({
        kind: Kind.DIRECTIVE,
        name: nameNode(name),
        arguments: [{ kind: Kind.ARGUMENT, name: nameNode("if"), value: this.#variables.condition() }],
      }));
  }
}

function possibleTypes(api: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
  return isAbstractType(type) ? api.getPossibleTypes(type) : [type];
}
