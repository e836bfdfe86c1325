import { type DocumentNode, GraphQLError, Kind, type OperationDefinitionNode, type SelectionNode } from "graphql";

/** What the planner cannot take in a subscription: a condition on its root field. That there is one root field alone, validation has checked. */
export function subscriptionProblem(document: DocumentNode, operation: OperationDefinitionNode): GraphQLError | undefined {
  if (operation.operation !== "subscription") return undefined;
  const conditional = findConditional(document, operation.selectionSet.selections);
  if (!conditional) return undefined;
  return new GraphQLError("A subscription's root field takes neither @skip nor @include: subscribe only when it is wanted.", {
    nodes: conditional,
    extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
  });
}

function findConditional(document: DocumentNode, selections: readonly SelectionNode[]): SelectionNode | undefined {
  for (const selection of selections) {
    if (selection.directives?.some(({ name }) => name.value === "skip" || name.value === "include")) return selection;
    const below = findConditional(document, selectionsBelow(document, selection));
    if (below) return below;
  }
  return undefined;
}

/** Only fragments: what lies below the root field may well be conditional. */
function selectionsBelow(document: DocumentNode, selection: SelectionNode): readonly SelectionNode[] {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection.selectionSet.selections;
  if (selection.kind === Kind.FIELD) return [];
  const fragment = document.definitions.find(
    (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
  );
  return fragment?.kind === Kind.FRAGMENT_DEFINITION ? fragment.selectionSet.selections : [];
}
