import { operationFromDocument, type Schema, Supergraph } from "@apollo/federation-internals";
import { type FetchNode, QueryPlanner } from "@apollo/query-planner";
import { type DocumentNode, executeSync, type GraphQLSchema, parse, print, stripIgnoredCharacters, validate } from "graphql";
import { withDataKeys } from "./data-keys.ts";
import { withFetches } from "./fetch-nodes.ts";
import type { PlannedText, Problem, ThreadData } from "./messages.ts";
import { Ownership } from "./ownership.ts";
import { planningSupergraph, type Required } from "./planning-supergraph.ts";
import { askWithArguments, giveAsRequired } from "./required-arguments.ts";
import { entityTypes, splitEntities, usedVariables } from "./split-entities.ts";
import { unanswered } from "./unanswered.ts";

/** How the planner says that it gave up: for too many paths, too deep a repetition of fragments, or too many jumps between subgraphs. */
const gaveUp = /^(Too many options generated|Exceeded maximum recursive selections|Number of non-local selections exceeds)/;

/** Whether an error says that there was too much to do, for the planner's bounds or for the stack. */
export function isTooMuch(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof Error && gaveUp.test(error.message));
}

/** The operation asks for what no subgraph can answer, though the supergraph promises it. */
export class Contradiction extends Error {}

/** A supergraph, ready to validate and plan operations. */
export class PlanningGraph {
  readonly #api: GraphQLSchema;
  readonly #planner: QueryPlanner;
  /** What clients see, and the fields that stand for others with arguments. */
  readonly #model: Schema;
  readonly #required: ReadonlyMap<string, Required>;
  readonly #ownership: Ownership;

  constructor({ sdl, plannerPaths }: ThreadData) {
    const { sdl: rewritten, required } = planningSupergraph(sdl);
    const supergraph = Supergraph.build(rewritten, { validateSupergraph: false }); // the main thread has validated what it was made of
    this.#api = Supergraph.build(sdl, { validateSupergraph: false }).apiSchema().toGraphQLJSSchema();
    this.#model = supergraph.apiSchema();
    this.#planner = new QueryPlanner(supergraph, { reuseQueryFragments: false, debug: { pathsLimit: plannerPaths } });
    this.#required = required;
    this.#ownership = new Ownership(rewritten);
  }

  /** Holds a document against the schema. */
  validate(source: string): readonly Problem[] {
    return validate(this.#api, parse(source)).map(({ message, positions = [] }) => ({ message, positions }));
  }

  /**
   * Plans a valid document of one operation and its fragments.
   *
   * @throws Contradiction
   * @throws whatever the planner does where it gives up
   */
  plan(text: string): PlannedText {
    const document = withDataKeys(parse(text, { noLocation: true }), (name) => this.#ownership.askedFor.has(name));
    const plan = this.#planner.buildQueryPlan(operationFromDocument(this.#model, document));
    const dropped = unanswered(document, plan);
    if (dropped !== undefined) throw new Contradiction(`no subgraph answers "${dropped}"`);
    return { text: print(document), plan: withFetches(plan, (fetch) => this.#finished(fetch)) };
  }

  /**
   * Answers a valid operation whose root asks of the schema alone.
   *
   * @returns JSON by response key
   */
  introspect(text: string, variables: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
    const { data } = executeSync({ schema: this.#api, document: parse(text, { noLocation: true }), variableValues: variables });
    return Object.fromEntries(Object.entries(data ?? {}).map(([key, value]) => [key, JSON.stringify(value)]));
  }

  #finished(fetch: FetchNode): readonly FetchNode[] {
    const document = parse(fetch.operation, { noLocation: true });
    const { serviceName, requires } = fetch;
    if (!requires) return [this.#asking(fetch, document, document)];
    this.#checkEntry(serviceName, document);
    const requirementsOf = (typeName: string, fieldName: string) => this.#ownership.requirementsOf(serviceName, typeName, fieldName);
    return splitEntities({ document, requires }, { required: this.#required, requirementsOf }).map((part) => {
      const given = giveAsRequired(part.requires, this.#required);
      // A rewrite of the planner's may change __typename, by which the paths of ours go
      const inputRewrites = [...given.inputRewrites, ...(fetch.inputRewrites ?? [])];
      const asking = this.#asking(fetch, part.document, document);
      return { ...asking, requires: [...given.requires], ...(inputRewrites.length > 0 && { inputRewrites }) };
    });
  }

  /** The fetch of a document, which may be a part of its own. */
  #asking(fetch: FetchNode, document: DocumentNode, own: DocumentNode): FetchNode {
    const asking = askWithArguments(document, this.#required);
    if (asking === own) return fetch;
    const used = usedVariables(document);
    const variableUsages = fetch.variableUsages?.filter((name) => used.has(name));
    return { ...fetch, operation: stripIgnoredCharacters(print(asking)), ...(variableUsages && { variableUsages }) };
  }

  #checkEntry(subgraph: string, document: DocumentNode): void {
    for (const type of entityTypes(document)) {
      if (this.#ownership.canBeEntered(subgraph, type)) continue;
      throw new Contradiction(
        `"${subgraph}" requires what others have for fields of "${type}", but has no resolvable key to be given it by`,
      );
    }
  }
}
