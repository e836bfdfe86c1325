import { GraphQLError } from "graphql";
import { type Entity, isEntity, type Path } from "./json.ts";
import { leafWriter } from "./leaf.ts";
import { below, type FieldShape, type ObjectShape, type SelectionShape, type ValueShape } from "./shape.ts";
import type { Introspect } from "./writer.ts";

export interface Completed {
  /** JSON; `null` where nothing is left. */
  readonly text: string;
  /** Why values became null that no subgraph spoke of. */
  readonly errors: readonly GraphQLError[];
}

/**
 * Writes data of which something is missing, null or not what its type allows: each such value becomes null, and so does what may not hold a null, up to the
 * nearest field that may. A null that goes up has an error at the place where it began, unless a subgraph has told already.
 *
 * @see https://spec.graphql.org/October2021/#sec-Handling-Field-Errors
 */
export function complete(shape: SelectionShape, data: unknown, told: readonly GraphQLError[], introspect: Introspect): Completed {
  const completion = new Completion(told, introspect);
  const text = completion.object(shape, data, []) ?? completion.settled({ kind: "object", selection: shape }, []);
  return { text, errors: completion.errors };
}

/** Each method returns undefined for a null that goes up. */
class Completion {
  readonly errors: GraphQLError[] = [];
  /** Why the null that is going up right now began. */
  #reason: GraphQLError | undefined;

  constructor(
    readonly told: readonly GraphQLError[],
    readonly introspect: Introspect,
  ) {}

  object(selection: SelectionShape, data: unknown, path: Path): string | undefined {
    if (!isEntity(data)) return this.#wrong(path, "expected an object");
    const { __typename: typeName } = data;
    const shape = typeof typeName === "string" || typeName === undefined ? selection.of(typeName) : undefined;
    if (!shape) return this.#wrong(path, `expected an object of the type ${selection.type.name}`);
    return this.#fields(shape, data, path);
  }

  #fields({ typeName, fields }: ObjectShape, data: Entity, path: Path): string | undefined {
    const parts: string[] = [];
    for (const field of fields) {
      const text = this.#field(field, data, typeName, path);
      if (text === undefined) return undefined;
      parts.push(`${JSON.stringify(field.responseKey)}:${text}`);
    }
    return `{${parts.join(",")}}`;
  }

  #field(field: FieldShape, data: Entity, typeName: string | undefined, path: Path): string | undefined {
    const at = [...path, field.responseKey];
    switch (field.kind) {
      case "data":
        return this.#value(field.value, Object.hasOwn(data, field.dataKey) ? data[field.dataKey] : null, at, field.name);
      case "typename":
        return typeName === undefined ? this.#wrong(at, "expected to know the object's type") : JSON.stringify(typeName);
      case "introspection":
        return this.introspect(field);
      default:
        throw new Error(`unknown field: ${JSON.stringify(field satisfies never)}`);
    }
  }

  #value(shape: ValueShape, value: unknown, path: Path, field: string): string | undefined {
    if (shape.kind !== "nonNull") return this.#nullable(shape, value, path, field) ?? this.settled(shape, path);
    if (value === null || value === undefined) return this.#wrong(path, `expected a value of ${field}, which may not be null`);
    const text = this.#nullable(shape.of, value, path, field);
    return text === "null" ? undefined : text;
  }

  /** @returns undefined, too, where a null comes from below */
  #nullable(shape: ValueShape, value: unknown, path: Path, field: string): string | undefined {
    if (value === null || value === undefined) return "null";
    switch (shape.kind) {
      case "nonNull":
        return this.#value(shape, value, path, field);
      case "list":
        return this.#list(shape.of, value, path, field);
      case "object":
        return this.object(shape.selection, value, path);
      case "leaf":
        return leafWriter(shape.type)(value) ?? this.#wrong(path, `expected a value of the type ${shape.type.name}`);
      default:
        throw new Error(`unknown shape: ${JSON.stringify(shape satisfies never)}`);
    }
  }

  #list(item: ValueShape, value: unknown, path: Path, field: string): string | undefined {
    if (!Array.isArray(value)) return this.#wrong(path, `expected a list of ${field}`);
    const parts: string[] = [];
    for (const [index, one] of value.entries()) {
      const text = this.#value(item, one, [...path, index], field);
      if (text === undefined) return undefined;
      parts.push(text);
    }
    return `[${parts.join(",")}]`;
  }

  /** To be called where a null that goes up has arrived: with the shape and the path of what becomes null. */
  settled(shape: ValueShape, path: Path): "null" {
    const reason = this.#reason;
    this.#reason = undefined;
    if (reason && !this.told.some((error) => arrives(error.path, path, shape))) this.errors.push(reason);
    return "null";
  }

  #wrong(path: Path, message: string): undefined {
    this.#reason = new GraphQLError(message, { path: [...path] });
    return undefined;
  }
}

/** Whether a failure at one path makes null what is at another, above it: nothing between the two may be null. */
function arrives(failed: Path | undefined, path: Path, shape: ValueShape): boolean {
  if (!failed || failed.length < path.length || !path.every((part, index) => failed[index] === part)) return false;
  return failed.slice(path.length).reduce<ValueShape | undefined>(belowNonNull, shape) !== undefined;
}

function belowNonNull(shape: ValueShape | undefined, part: string | number): ValueShape | undefined {
  const found = below(shape, ({ responseKey }) => responseKey === part)?.value;
  return found?.kind === "nonNull" ? found : undefined;
}
