import { type DocumentNode, visit } from "graphql";

/** The names of the variables that a document of one operation uses, in its fragments too. */
export function usedVariables(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void names.add(name.value),
  });
  return names;
}

/** The document without the definitions of variables that nothing uses, which a subgraph would refuse. */
export function withoutUnusedVariables(document: DocumentNode): DocumentNode {
  const used = usedVariables(document);
  return visit(document, { VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? undefined : null) });
}
