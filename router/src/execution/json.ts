/** An object of a subgraph's answer. It is merged into and written from, so it is not read-only. */
export interface Entity {
  [key: string]: unknown;
  [mark: symbol]: unknown;
}

export function isEntity(value: unknown): value is Entity {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Where something stands in a result: response keys and indices. */
export type Path = readonly (string | number)[];

/** Set on an object that stands in several places of a result, so that its text is worth remembering. */
export const isShared = Symbol("shared");
