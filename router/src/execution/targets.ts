import { type Entity, isEntity, type Path } from "./json.ts";

/** The objects at a path of a result, each with what holds it, so that it can be replaced. */
export class Targets {
  readonly objects: Entity[];
  readonly holders: (Entity | unknown[])[] = [];
  readonly keys: (string | number)[] = [];

  constructor(objects: Entity[] = []) {
    this.objects = objects;
  }

  /** Objects that stand where they should already. */
  static of(objects: readonly Entity[]): Targets {
    return new Targets([...objects]);
  }

  add(object: Entity, holder: Entity | unknown[], key: string | number): void {
    this.objects.push(object);
    this.holders.push(holder);
    this.keys.push(key);
  }

  /** @returns whether it could be: not where nothing is known of what holds it */
  replace(at: number, object: Entity): boolean {
    const holder = this.holders[at];
    const key = this.keys[at];
    if (holder === undefined) return false;
    if (Array.isArray(holder)) holder[Number(key)] = object;
    else if (typeof key === "string") holder[key] = object;
    this.objects[at] = object;
    return true;
  }
}

/** Finds the objects at a path below another. Lists are gone through whether or not the path says `@` for them. */
export function targetsAt(path: Path, from: readonly Entity[]): Targets {
  const targets = new Targets();
  for (const object of from) descend(object, path, 0, targets);
  return targets;
}

function descend(object: Entity, path: Path, depth: number, targets: Targets): void {
  const key = path[depth];
  if (typeof key !== "string") return;
  arrive(object[key], object, key, { path, depth: depth + 1, targets });
}

interface Walk {
  readonly path: Path;
  readonly depth: number;
  readonly targets: Targets;
}

function arrive(value: unknown, holder: Entity | unknown[], key: string | number, { path, depth, targets }: Walk): void {
  if (Array.isArray(value)) {
    const below = { path, depth: path[depth] === "@" ? depth + 1 : depth, targets };
    for (let index = 0; index < value.length; index += 1) arrive(value[index], value, index, below);
  } else if (isEntity(value)) {
    if (depth === path.length) targets.add(value, holder, key);
    else descend(value, path, depth, targets);
  }
}

/** All places of a result, at a path, where one of some objects stands, or any. Asked for errors alone, so it walks the whole. */
export function placesOf(objects: ReadonlySet<unknown> | undefined, path: Path, root: unknown): readonly Path[] {
  const places: Path[] = [];
  const walk = (value: unknown, depth: number, place: Path): void => {
    if (Array.isArray(value)) {
      const below = path[depth] === "@" ? depth + 1 : depth;
      for (const [index, one] of value.entries()) walk(one, below, [...place, index]);
    } else if (isEntity(value)) {
      const key = path[depth];
      if (key === undefined) {
        if (!objects || objects.has(value)) places.push(place);
      } else walk(value[key], depth + 1, [...place, key]);
    }
  };
  walk(root, 0, []);
  return places;
}
