import { type Entity, isShared } from "./json.ts";
import { isSame } from "./merge.ts";
import type { Representer } from "./representation.ts";
import type { Part, Place } from "./steps.ts";
import { Targets, targetsAt } from "./targets.ts";

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
  /** The distinct objects at places that were gathered, so that these and what lies below are found without going through every spot again. */
  readonly #distinct = new Map<string, readonly Entity[]>();

  constructor(readonly root: Entity) {}

  gather(part: Part): Gathered {
    const { place, representerOf } = part;
    const targets = this.at(place);
    const found = new Found(part);
    for (let at = 0; at < targets.objects.length; at += 1) {
      const object = targets.objects[at];
      if (!object) continue;
      const representer = representerOf(object);
      const identity = representer.identityOf(object);
      if (identity === undefined) found.others.add(object);
      else found.add(object, found.index(object, representer, identity), targets, at);
    }
    this.#distinct.set(place.key, [...found.objects, ...found.others]);
    return found;
  }

  /** The objects at a place: each distinct one where they are known, else as often as there are spots where one stands. */
  at({ path, starts }: Place): Targets {
    for (let length = path.length; length > 0; length -= 1) {
      const known = this.#distinct.get(starts[length] ?? "");
      if (known) return length === path.length ? Targets.of(known) : targetsAt(path.slice(length), known);
    }
    return targetsAt(path, [this.root]);
  }

  /** To be told when objects at a place were merged into: there may be more below it now. */
  changed({ key }: Place): void {
    const below = `${key}/`;
    for (const known of this.#distinct.keys()) if (known.startsWith(below)) this.#distinct.delete(known);
  }
}

class Found implements Gathered {
  readonly representations: string[] = [];
  readonly objects: Entity[] = [];
  readonly indices: number[] = [];
  /** Those that the subgraph is not asked about. */
  readonly others = new Set<Entity>();
  /** The first object of each entity, by its index. */
  readonly #firsts: Entity[] = [];
  readonly #indexOf = new Map<object, Map<unknown, number>>();

  constructor(readonly part: Part) {}

  add(object: Entity, index: number, targets: Targets, at: number): void {
    const first = this.#firsts[index];
    if (first === object) return;
    if (first === undefined) this.#firsts[index] = object;
    else if (isSame(first, object) && targets.replace(at, first)) {
      first[isShared] = true;
      return;
    } else if (this.objects.includes(object)) return;
    this.objects.push(object);
    this.indices.push(index);
  }

  /** Which of the entities an object is: a new one, when none before it is the same. */
  index(object: Entity, representer: Representer, identity: unknown): number {
    let ofType = this.#indexOf.get(representer);
    if (!ofType) {
      ofType = new Map();
      this.#indexOf.set(representer, ofType);
    }
    const known = ofType.get(identity);
    if (known !== undefined) return known;
    ofType.set(identity, this.representations.length);
    return this.representations.push(representer.textOf(object)) - 1;
  }
}
