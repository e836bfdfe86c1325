import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLBoolean,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLLeafType,
  GraphQLNonNull,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
  type SelectionSetNode,
  valueFromAST,
} from "graphql";
import { responseKeyOf } from "../planning/data-keys.ts";
import { isEntity, type Path } from "./json.ts";

/** What an operation's answer looks like, as far as it can be known before the data are there. */
export type ValueShape =
  | { readonly kind: "nonNull"; readonly of: ValueShape }
  | { readonly kind: "list"; readonly of: ValueShape }
  | { readonly kind: "leaf"; readonly type: GraphQLLeafType }
  | { readonly kind: "object"; readonly selection: SelectionShape };

export type FieldShape =
  | DataField
  | { readonly kind: "typename"; readonly responseKey: string }
  | { readonly kind: "introspection"; readonly responseKey: string; readonly nodes: readonly FieldNode[] };

export interface DataField {
  readonly kind: "data";
  readonly responseKey: string;
  readonly dataKey: string;
  /** Of the field in the schema, for messages. */
  readonly name: string;
  readonly value: ValueShape;
}

/** The fields of an object whose type is known; or of one whose type is not, where `typeName` is undefined. */
export interface ObjectShape {
  readonly typeName: string | undefined;
  readonly fields: readonly FieldShape[];
}

export interface ShapeContext {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The values that `@skip` and `@include` ask for. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What is selected of an object, which may be of several types: worked out for each type when the first of them comes. */
export class SelectionShape {
  readonly #variants = new Map<string | undefined, ObjectShape | undefined>();

  constructor(
    readonly type: GraphQLCompositeType,
    readonly sets: readonly SelectionSetNode[],
    readonly context: ShapeContext,
  ) {}

  /**
   * @param typeName as the data have it
   * @returns undefined when clients know no such type, or it does not belong here
   */
  of(typeName: string | undefined): ObjectShape | undefined {
    const name = isObjectType(this.type) ? this.type.name : typeName;
    if (!this.#variants.has(name)) this.#variants.set(name, this.#shape(name));
    return this.#variants.get(name);
  }

  /**
   * Finds the place in the answer of what has a place in the data.
   *
   * @returns undefined where that is not selected
   */
  responsePath(path: Path, data: unknown): Path | undefined {
    const found: (string | number)[] = [];
    let shape: ValueShape | undefined = { kind: "object", selection: this };
    let at = data;
    for (const part of path) {
      if (shape?.kind === "nonNull") shape = shape.of;
      if (shape?.kind === "leaf") return found; // a place inside of a scalar is the scalar's
      const field: FieldBelow | undefined = below(shape, (fields) => fields.dataKey === part, isEntity(at) ? at.__typename : undefined);
      if (!field) return undefined;
      found.push(typeof part === "number" ? part : field.responseKey);
      shape = field.value;
      at = isEntity(at) ? at[part] : Array.isArray(at) ? at[Number(part)] : undefined;
    }
    return found;
  }

  /**
   * Finds a field.
   *
   * @param typeName of the object; where it is not known, whichever type has it
   */
  find(isIt: (field: DataField) => boolean, typeName?: unknown): DataField | undefined {
    const { schema } = this.context;
    const known = typeof typeName === "string" ? this.of(typeName) : undefined;
    const any = isAbstractType(this.type) ? schema.getPossibleTypes(this.type) : [this.type];
    const shapes = known?.typeName === undefined ? any.map(({ name }) => this.of(name)) : [known];
    return shapes.flatMap((shape) => shape?.fields ?? []).find((field): field is DataField => field.kind === "data" && isIt(field));
  }

  #shape(typeName: string | undefined): ObjectShape | undefined {
    const { schema } = this.context;
    const type = typeName === undefined ? undefined : schema.getType(typeName);
    if (isObjectType(type) && (type === this.type || (isAbstractType(this.type) && schema.isSubType(this.type, type)))) {
      return { typeName: type.name, fields: this.#fields(type) };
    }
    // Nobody asked for its type, or a subgraph knows it by the interface's name alone
    if (typeName === undefined || isAbstractType(type)) return { typeName: undefined, fields: this.#fields(this.type) };
    return undefined;
  }

  #fields(type: GraphQLCompositeType): readonly FieldShape[] {
    const collected = new Map<string, FieldNode[]>();
    for (const set of this.sets) collect(set, type, this.context, collected);
    return [...collected].map(([responseKey, nodes]) => fieldShape(responseKey, nodes, type, this.context));
  }
}

/** As the specification's CollectFields: in order of first appearance, same response keys together. */
function collect(set: SelectionSetNode, type: GraphQLCompositeType, context: ShapeContext, into: Map<string, FieldNode[]>): void {
  for (const selection of set.selections) {
    if (!isIncluded(selection.directives, context)) continue;
    if (selection.kind === Kind.FIELD) {
      const key = responseKeyOf(selection.alias?.value ?? selection.name.value);
      const nodes = into.get(key);
      if (nodes) nodes.push(selection);
      else into.set(key, [selection]);
      continue;
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? context.fragments.get(selection.name.value) : selection;
    if (fragment && applies(fragment.typeCondition?.name.value, type, context)) collect(fragment.selectionSet, type, context, into);
  }
}

function applies(condition: string | undefined, type: GraphQLCompositeType, { schema }: ShapeContext): boolean {
  if (condition === undefined || condition === type.name) return true;
  const wide = schema.getType(condition);
  return isAbstractType(wide) && !isUnionType(type) && schema.isSubType(wide, type);
}

/** @see https://spec.graphql.org/October2021/#sec-Type-System.Directives.Built-in-Directives */
export function isIncluded(directives: readonly DirectiveNode[] | undefined, { variables }: Pick<ShapeContext, "variables">): boolean {
  return !directives?.some(({ name, arguments: given }) => {
    if (name.value !== "skip" && name.value !== "include") return false;
    const condition = given?.find((argument) => argument.name.value === "if")?.value;
    return valueFromAST(condition, new GraphQLNonNull(GraphQLBoolean), variables) === (name.value === "skip");
  });
}

function fieldShape(responseKey: string, nodes: readonly FieldNode[], type: GraphQLCompositeType, context: ShapeContext): FieldShape {
  const [node] = nodes;
  const name = node?.name.value ?? "";
  if (name === "__typename") return { kind: "typename", responseKey };
  if (name === "__schema" || name === "__type") return { kind: "introspection", responseKey, nodes };
  const field: GraphQLField<unknown, unknown> | undefined = isUnionType(type) ? undefined : type.getFields()[name];
  if (!field) throw new Error(`expected a validated operation, but ${type.name} has no field ${name}`);
  const dataKey = node?.alias?.value ?? name;
  return { kind: "data", responseKey, dataKey, name: `${type.name}.${name}`, value: valueShape(field.type, nodes, context) };
}

function valueShape(type: GraphQLOutputType, nodes: readonly FieldNode[], context: ShapeContext): ValueShape {
  if (isNonNullType(type)) return { kind: "nonNull", of: valueShape(type.ofType, nodes, context) };
  if (isListType(type)) return { kind: "list", of: valueShape(type.ofType, nodes, context) };
  if (!isCompositeType(type)) return { kind: "leaf", type };
  const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  return { kind: "object", selection: new SelectionShape(type, sets, context) };
}

interface FieldBelow {
  readonly value: ValueShape;
  readonly responseKey: string;
}

/** What is selected one step further down a path: an item of a list, or a field. */
export function below(shape: ValueShape | undefined, isIt: (field: DataField) => boolean, typeName?: unknown): FieldBelow | undefined {
  const value = shape?.kind === "nonNull" ? shape.of : shape;
  if (value?.kind === "list") return { value: value.of, responseKey: "" };
  return value?.kind === "object" ? value.selection.find(isIt, typeName) : undefined;
}
