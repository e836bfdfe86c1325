import { type DefinitionNode, type DocumentNode, GraphQLError, Kind, type OperationDefinitionNode, type SelectionNode } from "graphql";

/**
 * Refuses a condition on a subscription's root field: neither validation nor the planner can take one. Asked before validation, so fragments may be
 * missing or go round in circles.
 */
export function conditionalSubscription(document: DocumentNode): GraphQLError | undefined {
  const conditional = document.definitions
    .flatMap((definition) => (isSubscription(definition) ? rootFields(document, definition.selectionSet.selections) : []))
    .find(isConditional);
  if (!conditional) return undefined;
  return new GraphQLError("A subscription's root field takes neither @skip nor @include: subscribe only when it is wanted.", {
    nodes: conditional,
    extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
  });
}

function isSubscription(definition: DefinitionNode): definition is OperationDefinitionNode {
  return definition.kind === Kind.OPERATION_DEFINITION && definition.operation === "subscription";
}

/** The root's fields, and the fragments they stand in. */
function rootFields(document: DocumentNode, selections: readonly SelectionNode[], seen = new Set<string>()): readonly SelectionNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return [selection, ...rootFields(document, selection.selectionSet.selections, seen)];
    const name = selection.name.value;
    const fragment = document.definitions.find(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
    );
    if (seen.has(name) || fragment?.kind !== Kind.FRAGMENT_DEFINITION) return [selection];
    seen.add(name);
    return [selection, ...rootFields(document, fragment.selectionSet.selections, seen)];
  });
}

function isConditional({ directives }: SelectionNode): boolean {
  return directives?.some(({ name }) => name.value === "skip" || name.value === "include") ?? false;
}
