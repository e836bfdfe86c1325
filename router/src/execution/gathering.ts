import { type Entity, isShared } from "./json.ts";
import { isSame } from "./merge.ts";
import type { Part } from "./steps.ts";
import { type Targets, targetsAt } from "./targets.ts";

/** The entities of one place in a result that a subgraph is asked about. */
export interface Gathered {
  readonly part: Part;
  /** The text of each entity's representation, every entity once. */
  readonly representations: readonly string[];
  /** What the answer is merged into, and for each which of the entities it is. */
  readonly objects: readonly Entity[];
  readonly indices: readonly number[];
}

/**
 * Finds entities in a result. Those that are alike in all that is known of them become one object, which stands in all their places: it is asked for,
 * merged into and written once.
 */
export class Entities {
  /** The distinct objects at places that were gathered, so that what lies below is found without going through every place again. */
  readonly #distinct = new Map<string, readonly Entity[]>();

  constructor(readonly root: Entity) {}

  gather(part: Part): Gathered {
    const targets = this.at(part);
    const indexOf = new Map<string, number>();
    const found: Found = { firsts: [], objects: [], indices: [], others: [] };
    for (let at = 0; at < targets.objects.length; at += 1) {
      const object = targets.objects[at];
      const text = object && part.represent(object);
      if (object === undefined) continue;
      if (text === undefined) found.others.push(object);
      else this.#add(targets, at, index(indexOf, text), found);
    }
    this.#distinct.set(part.place.key, [...found.objects, ...found.others]);
    return { part, representations: [...indexOf.keys()], objects: found.objects, indices: found.indices };
  }

  /** All objects at a place, those that stand in several of its spots as often. */
  at({ place }: Pick<Part, "place">): Targets {
    for (let length = place.path.length; length > 0; length -= 1) {
      const known = this.#distinct.get(place.starts[length] ?? "");
      if (known && length < place.path.length) return targetsAt(place.path.slice(length), known);
    }
    return targetsAt(place.path, [this.root]);
  }

  /** To be told when objects at a place were merged into: there may be more below it now. */
  changed(place: string): void {
    const below = `${place}/`;
    for (const known of this.#distinct.keys()) if (known.startsWith(below)) this.#distinct.delete(known);
  }

  #add(targets: Targets, at: number, index: number, { firsts, objects, indices }: Found): void {
    const object = targets.objects[at];
    const first = firsts[index];
    if (!object || first === object) return;
    if (first === undefined) firsts[index] = object;
    else if (isSame(first, object)) {
      first[isShared] = true;
      targets.replace(at, first);
      return;
    } else if (objects.includes(object)) return;
    objects.push(object);
    indices.push(index);
  }
}

interface Found {
  readonly firsts: Entity[];
  readonly objects: Entity[];
  readonly indices: number[];
  readonly others: Entity[];
}

function index(indexOf: Map<string, number>, text: string): number {
  const known = indexOf.get(text);
  if (known !== undefined) return known;
  indexOf.set(text, indexOf.size);
  return indexOf.size - 1;
}
