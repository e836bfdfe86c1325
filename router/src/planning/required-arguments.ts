import type { FetchDataKeyRenamer, QueryPlanSelectionNode } from "@apollo/query-planner";
import { type DocumentNode, type FieldNode, visit } from "graphql";
import type { Required } from "./planning-supergraph.ts";

/** Writes the fields back into a fetch that stand for others with arguments, each under its own name as the alias: that is what the data have it under. */
export function askWithArguments(document: DocumentNode, required: ReadonlyMap<string, Required>): DocumentNode {
  return visit(document, {
    Field(field) {
      const meant = required.get(field.name.value);
      return meant && ({ ...field, ...meant, alias: field.alias ?? field.name } satisfies FieldNode);
    },
  });
}

export interface Given {
  readonly requires: readonly QueryPlanSelectionNode[];
  readonly inputRewrites: readonly FetchDataKeyRenamer[];
}

/** What a subgraph gets with an entity: each field that stands for another one is read under its own name, and given under that of the other. */
export function giveAsRequired(selections: readonly QueryPlanSelectionNode[], required: ReadonlyMap<string, Required>): Given {
  const inputRewrites: FetchDataKeyRenamer[] = [];
  return { requires: given(selections, []), inputRewrites };

  function given(below: readonly QueryPlanSelectionNode[], path: readonly string[]): QueryPlanSelectionNode[] {
    return below.map((selection) => {
      if (selection.kind === "InlineFragment") {
        const condition = selection.typeCondition === undefined ? [] : [`... on ${selection.typeCondition}`];
        return { ...selection, selections: given(selection.selections, [...path, ...condition]) };
      }
      const key = selection.alias ?? selection.name;
      const meant = required.get(selection.name)?.name.value;
      if (meant) inputRewrites.push({ kind: "KeyRenamer", path: [...path, key], renameKeyTo: meant });
      return {
        ...selection,
        ...(meant && { alias: key, name: meant }),
        ...(selection.selections && { selections: given(selection.selections, [...path, meant ?? key]) }),
      };
    });
  }
}
