import { nameOf, type TestObject, type Trouble, type World } from "./supergraph.ts";

/** One operation's world, and what goes wrong in it. */
export class Stage {
  readonly #troubles: ReadonlySet<string>;
  /** The troubles that made a difference so far. */
  readonly met = new Set<Trouble["kind"]>();

  constructor(
    readonly world: World,
    troubles: readonly Trouble[] = [],
  ) {
    const known = new Set(world.objects.map(nameOf));
    const stray = troubles.find(({ object }) => !known.has(object));
    if (stray) throw new Error(`No object is called "${stray.object}".`);
    this.#troubles = new Set(troubles.map((trouble) => `${trouble.kind} ${trouble.object} ${placeOf(trouble)}`));
  }

  isAbsent(object: object, subgraph: string): boolean {
    return this.#has("absent", object, subgraph);
  }

  /**
   * What a field holds, arguments applied.
   *
   * @param given what a function gets to see beside its arguments
   * @throws where the field is in trouble
   */
  value(object: object, field: string, args: object, given: unknown): unknown {
    if (this.#has("throws", object, field)) throw new Error(`${field} is in trouble`);
    if (this.#has("null", object, field)) return null;
    const held: unknown = Object.hasOwn(object, field) ? Reflect.get(object, field) : null;
    return typeof held === "function" ? held(args, given) : held;
  }

  #has(kind: Trouble["kind"], object: object, place: string): boolean {
    const hasIt = this.#troubles.size > 0 && isTestObject(object) && this.#troubles.has(`${kind} ${nameOf(object)} ${place}`);
    if (hasIt) this.met.add(kind);
    return hasIt;
  }
}

export function isTestObject(value: unknown): value is TestObject {
  return typeof value === "object" && value !== null && "__typename" in value && typeof value.__typename === "string";
}

function placeOf(trouble: Trouble): string {
  return trouble.kind === "absent" ? trouble.subgraph : trouble.field;
}
