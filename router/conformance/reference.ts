import {
  buildASTSchema,
  type ExecutionResult,
  execute,
  type FieldNode,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  printSchema,
  valueFromASTUntyped,
  visit,
} from "graphql";
import type { Composed } from "./composed.ts";
import { pick } from "./field-set.ts";
import { isTestObject, type Stage } from "./stage.ts";
import type { Trouble } from "./supergraph.ts";

export interface Operation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** What graphql-js answers on one merged schema, and where else an error would have been fair. */
export interface Expected {
  readonly data: unknown;
  readonly errorPaths: readonly Path[];
  /** Those that are found when no null propagates, which hides the errors beside it. */
  readonly possibleErrorPaths: readonly Path[];
  /** The troubles that the operation met. */
  readonly met: ReadonlySet<Trouble["kind"]>;
}

export type Path = readonly (string | number)[];

/** Executes operations on the supergraph's API schema over the same data that the subgraphs answer from. */
export class Reference {
  /** The API without its promises that something is not null, so that a null stays where it is. */
  readonly #nullable: GraphQLSchema;

  constructor(readonly composed: Composed) {
    this.#nullable = withNullableFields(composed.api);
  }

  /** @param stage makes the world anew: an operation may change it, and is executed twice */
  expect({ query, variables = {} }: Operation, stage: () => Stage): Expected {
    const { api } = this.composed;
    const run = (schema: GraphQLSchema, fieldResolver: GraphQLFieldResolver<unknown, unknown>) =>
      finished(execute({ schema, document: parse(query), variableValues: variables, fieldResolver, typeResolver }));
    const [first, second] = [stage(), stage()];
    const { data, errors = [] } = run(api, this.#resolver(first));
    const { errors: possible = [] } = run(this.#nullable, this.#strictResolver(second));
    return {
      data,
      errorPaths: errors.map(({ path }) => path ?? []),
      possibleErrorPaths: possible.map(({ path }) => path ?? []),
      met: first.met,
    };
  }

  #resolver(stage: Stage): GraphQLFieldResolver<unknown, unknown> {
    return (source, args, _context, { fieldName, operation }) =>
      this.#value(stage, source ?? rootOf(stage, operation.operation), fieldName, args);
  }

  /** Answers with an error in the place of each null that the API does not allow. */
  #strictResolver(stage: Stage): GraphQLFieldResolver<unknown, unknown> {
    const resolve = this.#resolver(stage);
    return (source, args, context, info) => {
      const type = this.composed.api.getType(info.parentType.name);
      const field = isObjectType(type) ? type.getFields()[info.fieldName] : undefined;
      if (!field) throw new Error(`The API has no ${info.parentType.name}.${info.fieldName}.`);
      return strict(resolve(source, args, context, info), field.type);
    };
  }

  #value(stage: Stage, source: unknown, field: string, args: object): unknown {
    if (typeof source !== "object" || source === null) throw new Error(`expected an object with ${field}, got ${JSON.stringify(source)}`);
    if (!isTestObject(source)) return stage.value(source, field, args, source);
    const definitions = this.composed.ownership.definitions(this.composed.namesOf(source.__typename), field);
    const answering = definitions.filter(({ isAnswered }) => isAnswered);
    if (answering.length > 0 && answering.every(({ subgraph }) => stage.isAbsent(source, subgraph))) return null;
    const required = answering.find(({ requires }) => requires)?.requires;
    const given = required
      ? pick(source, required, { value: (object, selected) => this.#required(stage, object, selected), isOf: this.#isOf })
      : source;
    return stage.value(source, field, args, given);
  }

  /** A required field that fails is null to whoever requires it. */
  #required(stage: Stage, object: object, field: FieldNode): unknown {
    if (field.name.value === "__typename") return Reflect.get(object, "__typename");
    const args = Object.fromEntries((field.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
    try {
      return this.#value(stage, object, field.name.value, args);
    } catch {
      return null;
    }
  }

  readonly #isOf = (object: object, type: string): boolean => isTestObject(object) && this.composed.isSubType(object.__typename, type);
}

export function rootOf({ world }: Stage, operation: string): object {
  return operation === "mutation" ? (world.mutation ?? {}) : world.query;
}

const typeResolver = (value: unknown) => (isTestObject(value) ? value.__typename : undefined);

function strict(value: unknown, type: GraphQLOutputType): unknown {
  if (isNonNullType(type)) return strict(value, type.ofType) ?? new Error("null where none may be");
  if (value === undefined) return null;
  return isListType(type) && Array.isArray(value) ? value.map((item) => strict(item, type.ofType)) : value;
}

function withNullableFields(schema: GraphQLSchema): GraphQLSchema {
  const document = visit(parse(printSchema(schema)), {
    FieldDefinition: (field) => ({ ...field, type: visit(field.type, { [Kind.NON_NULL_TYPE]: { leave: ({ type }) => type } }) }),
  });
  return buildASTSchema(document);
}

function finished(result: ExecutionResult | PromiseLike<ExecutionResult>): ExecutionResult {
  if ("then" in result) throw new Error("expected resolvers that answer at once");
  return result;
}
