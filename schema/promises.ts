import { type Change, ChangeType, CriticalityLevel, diff } from "@graphql-inspector/core";
import {
  buildSchema,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
} from "graphql";

export interface Promises {
  /** The SDL that clients were given; undefined when there was none. */
  readonly before: string | undefined;
  /** The SDL as it is now. */
  readonly now: string;
  /** Coordinates (`Query.recount`) of what is known to be missing or changed. */
  readonly declared: ReadonlySet<string>;
  /** How `before` is called in a message. */
  readonly what: string;
}

/** What a client written against `before` would find missing or less strict now, one sentence each. */
export async function brokenPromises({ before, now, declared, what }: Promises): Promise<string[]> {
  if (before === undefined) return [];
  const changes = await diff(buildSchema(before), buildSchema(now));
  return changes
    .filter(breaks)
    .filter(({ path, message }) => !declared.has(path ?? message) && !isBelow(path, declared))
    .map(({ message, path }) => `${path ?? "the schema"} breaks a promise of ${what}: ${message}`);
}

/** An argument's default is a promise too. */
function breaks({ criticality, type }: Change): boolean {
  return criticality.level === CriticalityLevel.Breaking || type === ChangeType.FieldArgumentDefaultChanged;
}

function isBelow(path: string | undefined, declared: ReadonlySet<string>): boolean {
  return path !== undefined && [...declared].some((coordinate) => path.startsWith(`${coordinate}.`));
}

/** Every type, field, argument and enum value without a description. */
export function undescribed(sdl: string): string[] {
  const types = Object.values(buildSchema(sdl).getTypeMap()).filter((type) => !type.name.startsWith("__") && !isSpecifiedScalarType(type));
  return types.flatMap(partsOf).flatMap(({ coordinate, description }) => (description ? [] : [`${coordinate} has no description`]));
}

interface Part {
  readonly coordinate: string;
  readonly description: string | null | undefined;
}

function partsOf(type: GraphQLNamedType): Part[] {
  const own: Part = { coordinate: type.name, description: isRoot(type) ? "a root" : type.description };
  if (isEnumType(type))
    return [own, ...type.getValues().map(({ name, description }) => ({ coordinate: `${type.name}.${name}`, description }))];
  if (isInputObjectType(type)) {
    return [own, ...Object.values(type.getFields()).map(({ name, description }) => ({ coordinate: `${type.name}.${name}`, description }))];
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [own];
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const coordinate = `${type.name}.${field.name}`;
    const args = field.args.map(({ name, description }) => ({ coordinate: `${coordinate}(${name}:)`, description }));
    return [{ coordinate, description: field.description }, ...args];
  });
  return [own, ...fields];
}

function isRoot({ name }: GraphQLNamedType): boolean {
  return ["Query", "Mutation", "Subscription"].includes(name);
}
