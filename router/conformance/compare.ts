import type { Expected, Path } from "./reference.ts";

/** What a client got. */
export interface Received {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly path?: Path; readonly extensions?: { readonly code?: string } }[];
}

const unplanned: ReadonlySet<unknown> = new Set(["OPERATION_TOO_COMPLEX", "SERVICE_UNAVAILABLE"]);

/** Whether the router said that it did not plan the operation, and ran nothing: it is too much, or its turn did not come while others were. */
export function isNotPlanned({ data, errors = [] }: Received): boolean {
  return data === undefined && errors.length > 0 && errors.every(({ path, extensions }) => !path && unplanned.has(extensions?.code));
}

/** Sentences about how an answer differs from what was expected; none when it is right. */
export function differences(expected: Expected, received: Received): readonly string[] {
  const wanted = JSON.stringify(expected.data ?? null);
  const got = JSON.stringify(received.data ?? null);
  if (wanted !== got) return [sameButForOrder(expected.data, received.data) ? "the keys are in another order" : "the data differs"];
  return errorDifferences(expected, received);
}

/**
 * Each null that an error made has to have one, at its own path or, where the null propagated, at a path below it that failed. Which others are told below
 * that null is free: graphql-js itself stops at the first.
 */
function errorDifferences(expected: Expected, { data, errors = [] }: Received): readonly string[] {
  const paths = errors.flatMap(({ path }) => (path ? [path] : []));
  const possible = new Set(expected.possibleErrorPaths.map(text));
  const explained = new Set(paths.filter((path) => possible.has(text(path))).map((path) => text(nullAt(data, path))));
  const nulls = new Set(expected.errorPaths.map((path) => text(nullAt(data, path))));
  return [
    ...[...nulls].filter((place) => !explained.has(place)).map((place) => `no error tells why ${place} is null`),
    ...errors.filter(({ path }) => !path).map(() => "an error has no path"),
    ...paths
      .filter((path) => !possible.has(text(path)) && !(propagates(data, path) && nulls.has(text(nullAt(data, path)))))
      .map((path) => `nothing failed at ${text(path)}`),
  ];
}

/** Whether the error at this path made more null than its own field. */
export function propagates(data: unknown, path: Path): boolean {
  return nullAt(data, path).length < path.length;
}

/** The place of the null that an error at this path led to: as far down the path as the data goes. */
function nullAt(data: unknown, path: Path): Path {
  let value = data;
  for (const [depth, step] of path.entries()) {
    if (typeof value !== "object" || value === null) return path.slice(0, depth);
    value = Reflect.get(value, step);
  }
  return path;
}

function text(path: Path): string {
  return JSON.stringify(path);
}

function sameButForOrder(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, held]) => [key, sorted(held)]),
  );
}
