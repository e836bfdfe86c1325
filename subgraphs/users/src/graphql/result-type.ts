/** The type of a union's or interface's value: the domain tags each result with its name in the graph. */
export function resultType(result: object): string | undefined {
  return "kind" in result && typeof result.kind === "string" ? result.kind : undefined;
}
