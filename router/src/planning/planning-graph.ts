import { operationFromDocument, type Schema, Supergraph } from "@apollo/federation-internals";
import { type FetchNode, type QueryPlan, QueryPlanner } from "@apollo/query-planner";
import { type DocumentNode, executeSync, type GraphQLSchema, parse, print, stripIgnoredCharacters, validate } from "graphql";
import { usedVariables } from "../operations/used-variables.ts";
import { withCertainSelections } from "./certain-selections.ts";
import { completeInputs } from "./complete-inputs.ts";
import { concreteFragments } from "./concrete-fragments.ts";
import { withDataKeys } from "./data-keys.ts";
import { withFetches } from "./fetch-nodes.ts";
import type { PlannedText, Problem, Start } from "./messages.ts";
import { Ownership } from "./ownership.ts";
import { planningSupergraph, type Required } from "./planning-supergraph.ts";
import { askWithArguments, giveAsRequired } from "./required-arguments.ts";
import { entityTypes, splitEntities } from "./split-entities.ts";
import { hasConditions, unanswered } from "./unanswered.ts";
import { widenFields } from "./widened-fields.ts";

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

  constructor({ sdl, plannerPaths }: Start) {
    const { sdl: rewritten, required } = planningSupergraph(sdl);
    const supergraph = Supergraph.build(rewritten, { validateSupergraph: false }); // the router has validated what it was made of
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
    const document = withDataKeys(parse(text, { noLocation: true }), this.#ownership);
    const plan = this.#rawPlan(this.#widened(withCertainSelections(document, this.#api)));
    const dropped = unanswered(document, plan);
    if (dropped !== undefined) throw new Contradiction(`no subgraph answers "${dropped}"`);
    const isConditional = hasConditions(document);
    return { text: print(document), plan: withFetches(plan, (fetch) => this.#finished(fetch, isConditional)) };
  }

  #widened(document: DocumentNode): DocumentNode {
    if (!this.#ownership.addsRequiring) return document;
    return widenFields(document, this.#api, this.#ownership);
  }

  #rawPlan(document: DocumentNode): QueryPlan {
    try {
      return this.#planner.buildQueryPlan(operationFromDocument(this.#model, document));
    } catch (error) {
      if (isTooMuch(error)) throw error;
      return this.#planner.buildQueryPlan(operationFromDocument(this.#model, concreteFragments(document, this.#api)));
    }
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

  #finished(fetch: FetchNode, isConditional: boolean): readonly FetchNode[] {
    const document = parse(fetch.operation, { noLocation: true });
    const { serviceName, requires } = fetch;
    if (!requires) return [this.#asking(fetch, document, document)];
    const keys = [...entityTypes(document)].flatMap((type) => this.#ownership.keysOf(serviceName, type));
    if (keys.length === 0)
      throw new Contradiction(`"${serviceName}" requires what others have, but has no resolvable key to be given it by`);
    const split = splitEntities(
      { document, requires },
      {
        keys,
        required: this.#required,
        requirementsOf: (typeName, fieldName) => this.#ownership.requirementsOf(serviceName, typeName, fieldName),
        isPartial: isConditional || fetch.inputRewrites !== undefined,
      },
    );
    const typesOf = (typeName: string) => this.#ownership.typesOf(typeName);
    return split.map((part) => {
      const given = giveAsRequired(completeInputs(part.requires, { keys, typesOf }), this.#required);
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
}
