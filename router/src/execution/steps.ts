import type { FetchDataRewrite, FetchNode, PlanNode } from "@apollo/query-planner";
import type { GraphQLSchema } from "graphql";
import type { FetchFacts } from "../subgraphs/fetch-facts.ts";
import { joinEntityFetches } from "./join-entity-fetches.ts";
import type { Path } from "./json.ts";
import { type FindRepresenter, representers } from "./representation.ts";
import type { TypeNames } from "./type-names.ts";

/** One request to one subgraph: a fetch from the root, or entities for one or more places of the result. */
export interface Step {
  readonly subgraph: string;
  /** JSON up to the variables' values: `{"query":…,"variables":{`. */
  readonly bodyStart: string;
  /** The client's variables that it takes. */
  readonly variables: readonly string[];
  readonly kind: "query" | "mutation";
  readonly isPublic: boolean;
  readonly from: FromRoot | FromEntities;
  /** How many steps must have ended before it begins, and which wait for it: by index. */
  readonly waitsFor: number;
  readonly next: readonly number[];
}

/** A place in the result, below its root. */
export interface Place {
  readonly path: Path;
  /** The path as one string, and that of each of its beginnings by length: the longer ones start with the shorter ones. */
  readonly key: string;
  readonly starts: readonly string[];
}

export interface FromRoot {
  readonly kind: "root";
  /** Where what it answers goes: mostly the root itself. */
  readonly place: Place;
  readonly conditions: readonly Condition[];
  readonly facts: FetchFacts;
  readonly rewrites: readonly FetchDataRewrite[];
}

export interface FromEntities {
  readonly kind: "entities";
  readonly parts: readonly Part[];
}

/** Entities of one place in the result. */
export interface Part {
  /** Of the entities in the answer. */
  readonly key: string;
  /** The variable that has their representations. */
  readonly variable: string;
  readonly place: Place;
  readonly conditions: readonly Condition[];
  readonly representerOf: FindRepresenter;
  readonly facts: FetchFacts;
  readonly rewrites: readonly FetchDataRewrite[];
}

/** A variable of the operation, and the value with which this is fetched. */
export interface Condition {
  readonly variable: string;
  readonly is: boolean;
}

export interface StepContext {
  readonly supergraph: GraphQLSchema;
  readonly types: TypeNames;
  readonly facts: (text: string) => FetchFacts;
}

interface Planned {
  readonly node: FetchNode;
  readonly path: Path;
  readonly conditions: readonly Condition[];
  readonly after: ReadonlySet<Planned>;
  readonly level: number;
}

/**
 * Turns a plan into requests. A request begins as soon as those that it builds on have ended. Fetches of entities from the same subgraph that are as many
 * requests away from the start go out as one, under aliases: it waits for what each of them builds on, which costs less than another request.
 */
export function stepsOf(plan: PlanNode | undefined, context: StepContext): readonly Step[] {
  const planned: Planned[] = [];
  if (plan) collect(plan, { path: [], conditions: [], after: new Set() }, planned);
  const groups = [...Map.groupBy(planned, (one) => groupOf(one, context)).values()];
  const indexOf = new Map(groups.flatMap((group, index) => group.map((one) => [one, index] as const)));
  const before = groups.map((group) => new Set(group.flatMap(({ after }) => [...after].map((one) => indexOf.get(one)))));
  return groups.map((group, index) => ({
    ...request(group, context),
    waitsFor: before[index]?.size ?? 0,
    next: before.flatMap((indices, at) => (indices.has(index) ? [at] : [])),
  }));
}

/** The step of one fetch that builds on nothing. */
export function stepOf(node: FetchNode, context: StepContext): Step {
  return { ...request([{ node, path: [], conditions: [], after: new Set(), level: 0 }], context), waitsFor: 0, next: [] };
}

type Position = Pick<Planned, "path" | "conditions" | "after">;

/** @returns the fetches that must have ended before what comes after this node */
function collect(node: PlanNode, position: Position, into: Planned[]): ReadonlySet<Planned> {
  switch (node.kind) {
    case "Fetch": {
      const level = Math.max(-1, ...[...position.after].map((one) => one.level)) + 1;
      const planned: Planned = { node, ...position, level };
      into.push(planned);
      return new Set([planned]);
    }
    case "Flatten":
      return collect(node.node, { ...position, path: [...position.path, ...node.path] }, into);
    case "Sequence":
      return node.nodes.reduce((after, one) => collect(one, { ...position, after }, into), position.after);
    case "Parallel":
      return union(node.nodes.map((one) => collect(one, position, into)));
    case "Condition": {
      const when = (is: boolean) => ({ ...position, conditions: [...position.conditions, { variable: node.condition, is }] });
      const ends = [
        ...(node.ifClause ? [collect(node.ifClause, when(true), into)] : []),
        ...(node.elseClause ? [collect(node.elseClause, when(false), into)] : []),
      ];
      return union([position.after, ...ends]);
    }
    case "Defer":
      throw new Error("The planner is not asked to defer.");
    default:
      throw new Error(`Unknown plan node: ${JSON.stringify(node satisfies never)}`);
  }
}

function union(sets: readonly ReadonlySet<Planned>[]): ReadonlySet<Planned> {
  return new Set(sets.flatMap((set) => [...set]));
}

/** Fetches of one group become one request; one that cannot be joined is a group of its own. */
function groupOf(planned: Planned, { facts }: StepContext): unknown {
  const { node, level } = planned;
  if (!node.requires || node.operationKind !== "query" || node.contextRewrites?.length) return planned;
  return `${level} ${node.serviceName} ${facts(node.operation).isPublic ? "public" : "private"}`;
}

function request(group: readonly Planned[], context: StepContext): Omit<Step, "waitsFor" | "next"> {
  const [first] = group;
  if (!first) throw new Error("expected a fetch in each group");
  const { node } = first;
  const variables = [...new Set(group.flatMap((one) => one.node.variableUsages ?? []))];
  const asked = { subgraph: node.serviceName, variables, kind: node.operationKind === "mutation" ? "mutation" : "query" } as const;
  const facts = context.facts(node.operation);
  if (!node.requires) {
    const from: FromRoot = {
      kind: "root",
      place: placeOf(first.path),
      conditions: first.conditions,
      facts,
      rewrites: node.outputRewrites ?? [],
    };
    return { ...asked, bodyStart: bodyStart(node.operation, node.operationName), isPublic: facts.isPublic, from };
  }
  const joined = group.length === 1 ? undefined : joinEntityFetches(group.map((one) => one.node.operation));
  const parts = group.map(
    ({ node: fetch, path, conditions }, index): Part => ({
      key: joined ? (joined.keys[index] ?? "") : "_entities",
      variable: joined ? (joined.variables[index] ?? "") : "representations",
      place: placeOf(path),
      conditions,
      representerOf: representers(fetch, context.supergraph, context.types),
      facts: context.facts(fetch.operation),
      rewrites: fetch.outputRewrites ?? [],
    }),
  );
  const start = joined ? bodyStart(joined.text, undefined) : bodyStart(node.operation, node.operationName);
  return { ...asked, bodyStart: start, isPublic: facts.isPublic, from: { kind: "entities", parts } };
}

function bodyStart(query: string, operationName: string | undefined): string {
  return `{"query":${JSON.stringify(query)},${operationName ? `"operationName":${JSON.stringify(operationName)},` : ""}"variables":{`;
}

function placeOf(path: Path): Place {
  const starts = [""];
  for (const part of path) starts.push(`${starts.at(-1)}/${part}`);
  return { path, key: starts.at(-1) ?? "", starts };
}
