import type { FetchNode } from "@apollo/query-planner";
import { describe, expect, it } from "vitest";
import { responseKeyOf } from "../src/planning/data-keys.ts";
import { Contradiction, PlanningGraph } from "../src/planning/planning-graph.ts";
import { fetchesOf } from "../src/subscriptions/fetches-of.ts";
import { composed } from "./test-graph.ts";

const names = ["@key", "@requires", "@external", "@shareable", "@interfaceObject"].map((name) => `"${name}"`).join(", ");
const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: [${names}])`;

function graphOf(subgraphs: Readonly<Record<string, string>>): PlanningGraph {
  const linked = Object.fromEntries(Object.entries(subgraphs).map(([name, sdl]) => [name, `${link}\n${sdl}`]));
  return new PlanningGraph({ sdl: composed(linked), plannerPaths: 1_000 });
}

const fetches = (graph: PlanningGraph, text: string): readonly FetchNode[] => fetchesOf(graph.plan(text).plan.node);

const parcels = graphOf({
  depot: `
    type Query { parcel: Parcel }
    type Parcel @key(fields: "id") { id: ID! label: String weight(unit: String!): Int }`,
  post: `
    type Parcel @key(fields: "id") {
      id: ID!
      weight(unit: String!): Int @external
      postage: Int @requires(fields: "weight(unit: \\"g\\")")
      duty: Int @requires(fields: "weight(unit: \\"lb\\")")
      zone: Int
    }`,
});

describe("a plan", () => {
  it("survives being sent as JSON", () => {
    const { plan } = parcels.plan("query ($unit: String!) { parcel { weight(unit: $unit) postage } }");
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it("asks for what a field requires with arguments beside what the client asks with others", () => {
    const [depot, post] = fetches(parcels, '{ parcel { weight(unit: "lb") postage } }');
    expect(depot?.operation).toContain('weight(unit:"lb")');
    expect(depot?.operation).toContain('required0_weight:weight(unit:"g")');
    expect(post?.inputRewrites).toEqual([{ kind: "KeyRenamer", path: ["... on Parcel", "required0_weight"], renameKeyTo: "weight" }]);
  });

  it("gives a subgraph one entity for each set of arguments that its fields require", () => {
    const [, ...post] = fetches(parcels, "{ parcel { postage duty } }");
    expect(post.map(({ operation }) => /on Parcel\{(\w+)\}/.exec(operation)?.[1])).toEqual(["postage", "duty"]);
    expect(post.map(({ inputRewrites }) => inputRewrites?.map(({ path }) => path.at(-1)))).toEqual([
      ["required0_weight"],
      ["required1_weight"],
    ]);
  });

  it("still asks for a field when what another one requires may not have been fetched", () => {
    const [, ...post] = fetches(parcels, "query ($all: Boolean!) { parcel { zone postage @include(if: $all) } }");
    expect(post.map(({ requires }) => JSON.stringify(requires).includes("weight"))).toEqual([false, true]);
  });

  it("fetches what a client calls like a key under another key", () => {
    const { text, plan } = parcels.plan("{ parcel { id: label zone } }");
    const [depot] = fetchesOf(plan.node);
    expect(depot?.operation).toBe("{parcel{__typename id __as_id:label}}");
    expect(text).toContain("__as_id: label");
    expect(["__as_id", "__as12_id", "__as___as_id", "id", "__typename"].map(responseKeyOf)).toEqual([
      "id",
      "id",
      "__as_id",
      "id",
      "__typename",
    ]);
  });

  it("comes back to a subgraph by a key that is resolvable there", () => {
    const graph = graphOf({
      shop: `
        type Query { part: Part }
        type Part @key(fields: "id", resolvable: false) @key(fields: "serial") { id: ID! serial: ID! name: String @external label: String @requires(fields: "name") }`,
      names: `type Part @key(fields: "id") { id: ID! name: String }`,
    });
    const back = fetches(graph, "{ part { label } }").at(-1);
    expect([back?.serviceName, JSON.stringify(back?.requires).includes("serial")]).toEqual(["shop", true]);
  });

  it("is none where a subgraph requires what it has no key to be given by", () => {
    const graph = graphOf({
      shop: `
        type Query { part: Part }
        type Part @key(fields: "id", resolvable: false) { id: ID! name: String @external label: String @requires(fields: "name") }`,
      names: `type Part @key(fields: "id") { id: ID! name: String }`,
    });
    expect(() => graph.plan("{ part { label } }")).toThrow(Contradiction);
    expect(fetches(graph, "{ part { name } }").map(({ serviceName }) => serviceName)).toEqual(["shop", "names"]);
  });

  it("is none where the graph has no type that could answer, and empty where nothing is asked for", () => {
    const graph = graphOf({
      nodes: `type Query { node: Node ready: Boolean } interface Node @key(fields: "id") { id: ID! }`,
      values: `type Query { valued: Node } type Node @key(fields: "id") @interfaceObject { id: ID! value: Int }`,
    });
    for (const text of ["{ node { value } }", "{ ready node { value } }"]) expect(() => graph.plan(text)).toThrow(/"node"/);
    for (const text of ["{ __typename }", "{ ready @skip(if: true) }", "query ($a: Boolean!) { ready @skip(if: $a) @include(if: $a) }"]) {
      expect(graph.plan(text).plan.node).toBeUndefined();
    }
  });
});

describe("a plan over a subgraph that has an interface as one object type", () => {
  const graph = graphOf({
    shop: `
      type Query { items: [Item!]! }
      interface Item @key(fields: "id") { id: ID! weight: Int }
      type Tool implements Item @key(fields: "id") { id: ID! weight: Int }
      type Toy implements Item @key(fields: "id") { id: ID! weight: Int }
      union Hit = Tool | Toy`,
    sales: `
      type Query { best: Item }
      type Item @key(fields: "id") @interfaceObject { id: ID! weight: Int @external sold(since: Int): Int fee: Int @requires(fields: "weight") }`,
  });

  it("gives what is required with the key of the same type", () => {
    const sales = fetches(graph, "{ items { ... on Tool { fee } } }").at(-1);
    expect(sales?.requires?.map((selection) => "typeCondition" in selection && selection.typeCondition)).toEqual(["Item"]);
  });

  it("keeps apart what a client calls alike on two types", () => {
    const asked = fetches(graph, "{ items { ... on Tool { sold(since: 1) } ... on Toy { sold(since: 2) } } }").map(
      ({ operation }) => operation,
    );
    expect(asked.join()).toMatch(/sold\(since:1\)/);
    expect(asked.join()).toMatch(/__as1_sold:sold\(since:2\)/);
  });
});
