/** Every answer of the domain carries its kind, which is the name of its type in a union. */
export function kindOf(answer: object): string | undefined {
  return "kind" in answer ? String(answer.kind) : undefined;
}
