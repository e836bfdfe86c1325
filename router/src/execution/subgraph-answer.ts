import { type Entity, isEntity } from "./json.ts";

/** What a subgraph said, found to be an answer to what was asked. */
export interface SubgraphAnswer {
  readonly data: Entity | null;
  readonly errors: readonly SubgraphError[];
}

export interface SubgraphError {
  readonly message: string;
  readonly path: readonly (string | number)[] | undefined;
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
}

/** How many entities were asked for, by the key that they have in the answer. */
export type Counts = ReadonlyMap<string, number>;

/**
 * @param said JSON that was parsed
 * @throws Error when it is no answer to the request
 */
export function readAnswer(said: unknown, counts?: Counts): SubgraphAnswer {
  if (!isEntity(said)) throw new Error("The answer is not an object.");
  const { data = null, errors = [] } = said;
  if (data !== null && !isEntity(data)) throw new Error("The answer's data are not an object.");
  if (!Array.isArray(errors) && errors !== null) throw new Error("The answer's errors are not a list.");
  if (data === null && !errors?.length) throw new Error("The answer has neither data nor errors.");
  if (data !== null) for (const [key, count] of counts ?? []) checkEntities(data[key], count);
  return { data, errors: (errors ?? []).map(readError) };
}

function checkEntities(entities: unknown, count: number): void {
  if (!Array.isArray(entities) || entities.length !== count) throw new Error("The answer is not one entity for each representation.");
}

function readError(said: unknown): SubgraphError {
  if (!isEntity(said) || typeof said.message !== "string") throw new Error("The answer has an error without a message.");
  const { message, path, extensions } = said;
  return { message, path: isPath(path) ? path : undefined, extensions: isEntity(extensions) ? extensions : undefined };
}

function isPath(value: unknown): value is readonly (string | number)[] {
  return Array.isArray(value) && value.every((part) => typeof part === "string" || typeof part === "number");
}
