import { type Entity, isEntity, isShared } from "./json.ts";
import { leafWriter, type WriteLeaf } from "./leaf.ts";
import { quoted } from "./quoted.ts";
import type { FieldShape, ObjectShape, SelectionShape, ValueShape } from "./shape.ts";

/** Thrown when data are not simply right. It is no error: nobody looks at it but who then completes the data with care. */
export const notPlain = { reason: "the data have a null, a type or a value that the answer may not have" } as const;

/** The text of an introspection field's value. */
export type Introspect = (field: Extract<FieldShape, { kind: "introspection" }>) => string;

type WriteObject = (object: Entity) => string;

/**
 * Writes data that are right as they are, with code that is made for the selection and each type of object it meets: field names and punctuation stand in it
 * as text, and engines know each property's place. An object that stands in several places is written once.
 */
export class SelectionWriter {
  readonly #variants = new Map<unknown, WriteObject>();
  readonly #text = Symbol("text");

  constructor(
    readonly shape: SelectionShape,
    readonly introspect: Introspect,
  ) {}

  /** @throws notPlain */
  readonly write = (object: unknown): string => {
    if (!isEntity(object)) throw notPlain;
    if (object[isShared] !== true) return this.#variant(object.__typename)(object);
    const known = object[this.#text];
    if (typeof known === "string") return known;
    const text = this.#variant(object.__typename)(object);
    object[this.#text] = text;
    return text;
  };

  #variant(typeName: unknown): WriteObject {
    const known = this.#variants.get(typeName);
    if (known) return known;
    const shape = typeof typeName === "string" || typeName === undefined ? this.shape.of(typeName) : undefined;
    if (!shape) throw notPlain;
    const made = new ObjectCode(this.introspect).make(shape);
    this.#variants.set(typeName, made);
    return made;
  }
}

/** The code of one object's writer. What it calls is handed to it in an array; everything else in it is made of GraphQL names and JSON. */
class ObjectCode {
  readonly #used: unknown[] = [notPlain, quoted];
  #lines = "";
  #pending = "";
  #names = 0;

  constructor(readonly introspect: Introspect) {}

  make({ typeName, fields }: ObjectShape): WriteObject {
    this.#text("{");
    fields.forEach((field, index) => {
      this.#text(`${index === 0 ? "" : ","}${JSON.stringify(field.responseKey)}:`);
      this.#field(field, typeName);
    });
    this.#text("}");
    this.#flush();
    const source = `return function write(object) { let text = ""; ${this.#lines} return text; }`;
    return new Function("used", source)(this.#used);
  }

  #field(field: FieldShape, typeName: string | undefined): void {
    switch (field.kind) {
      case "data":
        this.#declare(`object[${JSON.stringify(field.dataKey)}]`, (value) => this.#value(field.value, value, true));
        return;
      case "typename":
        if (typeName === undefined) this.#run("throw used[0];");
        else this.#text(JSON.stringify(typeName));
        return;
      case "introspection":
        this.#append(`${this.#use(() => this.introspect(field))}()`);
        return;
      default:
        throw new Error(`unknown field: ${JSON.stringify(field satisfies never)}`);
    }
  }

  #value(shape: ValueShape, value: string, isNullable: boolean): void {
    if (shape.kind === "nonNull") {
      this.#value(shape.of, value, false);
      return;
    }
    this.#run(`if (${value} == null) { ${isNullable ? 'text += "null"' : "throw used[0]"}; } else {`);
    if (shape.kind === "list") this.#list(shape.of, value);
    else if (shape.kind === "leaf") this.#leaf(shape, value);
    else this.#append(`${this.#use(new SelectionWriter(shape.selection, this.introspect).write)}(${value})`);
    this.#flush();
    this.#run("}");
  }

  #list(item: ValueShape, value: string): void {
    const index = this.#name();
    this.#run(`if (!Array.isArray(${value})) throw used[0]; text += "[";`);
    this.#run(`for (let ${index} = 0; ${index} < ${value}.length; ${index} += 1) { if (${index} > 0) text += ",";`);
    this.#declare(`${value}[${index}]`, (name) => this.#value(item, name, true));
    this.#flush();
    this.#run("}");
    this.#text("]");
  }

  #leaf({ type }: Extract<ValueShape, { kind: "leaf" }>, value: string): void {
    if (type.name === "String" || type.name === "ID") {
      this.#run(`if (typeof ${value} === "string") text += used[1](${value}); else`);
    }
    const written = this.#name();
    this.#run(`{ const ${written} = ${this.#use(leafWriter(type) satisfies WriteLeaf)}(${value});`);
    this.#run(`if (${written} === undefined) throw used[0]; text += ${written}; }`);
  }

  #declare(expression: string, use: (name: string) => void): void {
    const name = this.#name();
    this.#flush();
    this.#run(`const ${name} = ${expression};`);
    use(name);
  }

  #name(): string {
    this.#names += 1;
    return `v${this.#names}`;
  }

  #use(value: unknown): string {
    const at = this.#used.indexOf(value);
    return `used[${at === -1 ? this.#used.push(value) - 1 : at}]`;
  }

  /** Constant text is gathered, so that one string is appended where several stand in a row. */
  #text(text: string): void {
    this.#pending += text;
  }

  #append(expression: string): void {
    this.#flush();
    this.#run(`text += ${expression};`);
  }

  #flush(): void {
    const pending = this.#pending;
    this.#pending = "";
    if (pending !== "") this.#run(`text += ${JSON.stringify(pending)};`);
  }

  #run(code: string): void {
    this.#flush();
    this.#lines += code;
  }
}
