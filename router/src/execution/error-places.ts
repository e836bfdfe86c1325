import type { Gathered } from "./gathering.ts";
import type { Entity, Path } from "./json.ts";
import type { FromRoot, Part } from "./steps.ts";
import type { SubgraphError } from "./subgraph-answer.ts";
import { placesOf } from "./targets.ts";
import type { TypeNames } from "./type-names.ts";

/** Finds where in the data an error belongs that a subgraph told of its own answer. */
export class ErrorPlaces {
  constructor(
    readonly data: Entity,
    readonly types: TypeNames,
  ) {}

  /** Errors of a fetch from the root. One without a path, where there are no data, belongs to every field that was asked for. */
  *ofRoot(errors: readonly SubgraphError[], { place, facts, rewrites }: FromRoot, said: Entity | null): Iterable<SubgraphError> {
    const renamed = renaming(rewrites);
    for (const error of errors) {
      const paths = error.path ? [error.path] : said ? [] : facts.rootKeys.map((key) => [key]);
      const starts = place.path.length === 0 ? [[]] : this.#placesBelow(place.path);
      if (paths.length === 0) yield error;
      for (const start of starts) for (const path of paths) yield { ...error, path: asRenamed([...start, ...path], renamed) };
    }
  }

  /** Errors of a fetch of entities: each belongs to every place where its entity stands. */
  *ofEntities(errors: readonly SubgraphError[], gathered: readonly Gathered[], said: Entity | null): Iterable<SubgraphError> {
    for (const error of errors) {
      const [key, index, ...rest] = error.path ?? [];
      const one = gathered.find(({ part }) => part.key === key);
      if (one && typeof index === "number") yield* this.#ofEntity(error, one, index, rest);
      else if (said && !error.path) yield error;
      else for (const each of gathered) yield* this.#everywhere(error, each);
    }
  }

  *#ofEntity(error: SubgraphError, { part, objects, indices }: Gathered, index: number, rest: Path): Iterable<SubgraphError> {
    const theirs = new Set(objects.filter((_, at) => indices[at] === index));
    const renamed = renaming(part.rewrites);
    const places = placesOf(theirs, part.place.path, this.data);
    // An error of the entity itself, which is null: its fields are what the client sees of that
    const below = rest.length > 0 ? [rest] : this.#keys(part, [...theirs][0]).map((key) => [key]);
    for (const place of places) for (const path of below) yield { ...error, path: asRenamed([...place, ...path], renamed) };
  }

  *#everywhere(error: SubgraphError, { part, objects }: Gathered): Iterable<SubgraphError> {
    for (const object of objects) {
      for (const place of placesOf(new Set([object]), part.place.path, this.data)) {
        for (const key of this.#keys(part, object)) yield { ...error, path: asRenamed([...place, key], new Map()) };
      }
    }
  }

  #keys({ facts }: Part, object: Entity | undefined): readonly string[] {
    const keys = [...facts.entityKeys].flatMap(([condition, names]) =>
      this.types.matching(condition).has(String(object?.__typename)) ? names : [],
    );
    return [...new Set(keys)];
  }

  #placesBelow(path: Path): readonly Path[] {
    return placesOf(undefined, path, this.data);
  }
}

type Renaming = ReadonlyMap<unknown, string>;

function renaming(rewrites: Part["rewrites"]): Renaming {
  return new Map(rewrites.flatMap((one) => (one.kind === "KeyRenamer" ? [[one.path.at(-1), one.renameKeyTo] as const] : [])));
}

function asRenamed(path: Path, renamed: Renaming): Path {
  return path.map((part) => renamed.get(part) ?? part);
}
