import { z } from "zod";

export { EngineProblem } from "./engine-problem.ts";

/** The environment lacked or had wrong what a process needs; `problems` names each variable with what was expected. */
export class InvalidSettings extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The settings are not usable:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.name = "InvalidSettings";
  }
}

/**
 * Reads a process's settings from its environment in one go.
 *
 * @param schema a zod object whose keys are the variables' names; give each a `.describe()`
 * @param environment usually `process.env`; an empty variable counts as absent
 * @throws InvalidSettings with every problem at once; values are never repeated, since some are secrets
 */
export function readSettings<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): z.infer<Schema> {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""));
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  throw new InvalidSettings(
    result.error.issues.map((issue) => {
      const name = String(issue.path[0] ?? "the environment");
      const meaning = schema.shape[name]?.description;
      const found = name in present ? issue.message : "it is not set";
      return `${name}${meaning ? ` (${meaning})` : ""}: ${found}`;
    }),
  );
}
