import { codedError } from "@marquee/coded-errors";
import type { DocumentNode, GraphQLError } from "graphql";
import type { Limits } from "../limits.ts";
import { measure } from "./measure.ts";

/** The limit that a document is over, as the client's error; undefined when it is within all of them. */
export function overLimit(document: DocumentNode, limits: Limits): GraphQLError | undefined {
  const { depth, aliases, rootFields, fields } = measure(document);
  const counts = [
    [document.definitions.length, limits.definitions, "operations and fragments"],
    [depth, limits.depth, "levels of nesting"],
    [rootFields, limits.rootFields, "fields at its root"],
    [aliases, limits.aliases, "aliases"],
    [fields, limits.fields, "fields"],
  ] as const;
  const over = counts.find(([count, limit]) => count > limit);
  if (!over) return undefined;
  const [count, limit, what] = over;
  return codedError("OPERATION_TOO_LARGE", `The document has ${count} ${what}; at most ${limit} are answered.`);
}
