import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  OverlappingFieldsCanBeMergedRule,
  parse,
  print,
  validate,
  visit,
} from "graphql";
import type { Question } from "../examine.ts";
import type { Generated } from "./operations.ts";
import { nameNode } from "./values.ts";

/** How often names are given away before an operation is given up. */
const ATTEMPTS = 30;

/** Makes an operation valid by giving fields that conflict names of their own; undefined where that does not help. */
export function valid(api: GraphQLSchema, { document: generated, variables }: Generated): Question | undefined {
  let document = parse(print(generated));
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const [conflict] = validate(api, document, [OverlappingFieldsCanBeMergedRule], { maxErrors: 1 });
    if (!conflict) return complete(api, document, variables);
    const nodes = (conflict.nodes ?? []).filter((node): node is FieldNode => node.kind === Kind.FIELD);
    const second = nodes[nodes.length / 2];
    if (!second) return undefined;
    document = parse(print(renamed(document, second, `c${attempt}`)));
  }
  return undefined;
}

function complete(api: GraphQLSchema, document: DocumentNode, variables: Readonly<Record<string, unknown>>): Question | undefined {
  return validate(api, document).length === 0 ? { query: print(document), variables } : undefined;
}

function renamed(document: DocumentNode, field: FieldNode, alias: string): DocumentNode {
  return visit(document, { Field: (node) => (node === field ? { ...node, alias: nameNode(alias) } : undefined) });
}
