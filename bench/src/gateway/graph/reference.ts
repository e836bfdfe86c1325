import { Supergraph } from "@apollo/federation-internals";
import { type DocumentNode, execute, type GraphQLSchema, parse, validate } from "graphql";
import { roots, type Viewer } from "./shop.ts";
import { nowhere, supergraphSdl } from "./subgraphs.ts";

/** Answers as the whole graph in one schema does, executed by graphql-js: what each system's answers are held against. */
export class Reference {
  readonly #schema: GraphQLSchema;

  constructor() {
    this.#schema = Supergraph.build(supergraphSdl(nowhere)).apiSchema().toGraphQLJSSchema();
  }

  /** @throws for an operation that the graph does not know */
  parse(query: string): DocumentNode {
    const document = parse(query);
    const errors = validate(this.#schema, document);
    if (errors.length > 0) throw new Error(`The reference refuses an operation: ${errors.join("\n")}`);
    return document;
  }

  /** @throws when the answer has errors: no operation of the bench has any */
  async answer(document: DocumentNode, variableValues: Readonly<Record<string, unknown>>, contextValue: Viewer): Promise<string> {
    const rootValue = { ...roots.accounts, ...roots.products };
    const result = await execute({ schema: this.#schema, document, variableValues, contextValue, rootValue });
    if (result.errors) throw new Error(`The reference fails: ${result.errors.join("\n")}`);
    return JSON.stringify(result);
  }
}
