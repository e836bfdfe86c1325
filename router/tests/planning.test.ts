import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { readGraph } from "../src/graph.ts";
import { defaultLimits, type Limits } from "../src/limits.ts";
import { Preparation } from "../src/operations/prepare.ts";
import { Planner } from "../src/planning/planner.ts";
import { leastBlockedMs } from "./blocked-event-loop.ts";
import { ask, composed, startTestGraph } from "./test-graph.ts";

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@shareable", "@interfaceObject"])';

const nodes = `${link}
  type Query { start: Node @shareable }
  interface Node @key(fields: "id") { id: ID! }
  ${["A", "B", "C", "D"].map((name) => `type ${name} implements Node @key(fields: "id") { id: ID! to: Node }`).join("\n")}`;

/** Leads from a node back to nodes, which each of the subgraphs can then go on with. */
function hop(name: string): string {
  return `${link}
    type Query { start: Node @shareable }
    type Node @key(fields: "id") @interfaceObject { id: ID! ${name}: ${name}Hop }
    type ${name}Hop { node: Node }`;
}

const supergraphSdl = composed({ nodes, one: hop("one"), two: hop("two"), three: hop("three"), four: hop("four") });
const subgraphUrls = Object.fromEntries(["nodes", "one", "two", "three", "four"].map((name) => [name, "http://127.0.0.1:9/"]));
const hops = ["one", "two", "three", "four", "one"];
const endless = `{ start { ${hops.map((name) => `${name} { node { `).join("")} id ${"} } ".repeat(hops.length)} } }`;
const tooComplex = [{ message: expect.any(String), extensions: { code: "OPERATION_TOO_COMPLEX" } }];
const unbounded = { plannerPaths: Number.MAX_SAFE_INTEGER };

function preparing(overrides: Partial<Limits> = {}) {
  const limits = { ...defaultLimits, ...overrides };
  const graph = readGraph(supergraphSdl, subgraphUrls);
  const planner = new Planner({ sdl: supergraphSdl, limits, logger: pino({ level: "silent" }) });
  const preparation = new Preparation(graph, limits, planner);
  return { preparation, planner, [Symbol.asyncDispose]: () => planner[Symbol.asyncDispose]() };
}

const codesOf = (prepared: Awaited<ReturnType<Preparation["prepare"]>>) =>
  prepared.kind === "refused" ? prepared.errors.map(({ extensions }) => extensions.code) : [];

describe("an operation that would keep the planner busy until memory runs out", () => {
  it.each([
    ["by the planner's own bound", {}],
    ["at the deadline", { ...unbounded, planMs: 300 }],
    ["when the planner's heap is full", { ...unbounded, planMs: 60_000, planHeapMb: 64 }],
  ])("is refused as too complex %s, and blocks nobody", async (_, limits) => {
    expect(endless.length).toBeLessThan(164);
    await using graph = await startTestGraph({ supergraphSdl, subgraphUrls, limits });
    const plain = await ask(graph.router.url, { query: "{ __typename }" });
    expect(plain.body).toEqual({ data: { __typename: "Query" } });
    let count = 0;
    const { addedMs } = await leastBlockedMs(50, async () => {
      count += 1;
      const query = endless.replace("id", `id${count}: id`); // new to the router each time
      const refused = ask(graph.router.url, { query });
      expect((await ask(graph.router.url, { query: "{ __typename }" })).body).toEqual(plain.body);
      expect((await refused).body).toEqual({ errors: tooComplex });
    });
    expect(addedMs).toBeLessThan(50);
    expect(graph.fetches).toEqual([]);
    expect((await ask(graph.router.url, { query: "{ after: __typename }" })).body).toEqual({ data: { after: "Query" } });
  });

  it("is refused at once when it comes again, and does not hold up those behind it for longer than its deadline", async () => {
    await using prepared = preparing({ ...unbounded, planMs: 300 });
    const refused = prepared.preparation.prepare(endless, undefined);
    const behind = await prepared.preparation.prepare("{ start { id } }", undefined);
    expect(behind.kind).toBe("planned");
    expect(codesOf(await refused)).toEqual(["OPERATION_TOO_COMPLEX"]);
    expect(prepared.preparation.prepare(endless, undefined)).toBe(await refused);
  });
});

describe("planning", () => {
  it("refuses what waits beyond the queue's limit with 503, and takes it another time", async () => {
    await using prepared = preparing({ planQueue: 2 });
    const texts = ["a", "b", "c", "d"].map((name) => `{ ${name}: start { id } }`);
    const outcomes = await Promise.all(texts.map((text) => prepared.preparation.prepare(text, undefined)));
    const late = outcomes.flatMap((outcome) => (outcome.kind === "refused" ? [outcome] : []));
    expect(late).toEqual([expect.objectContaining({ status: 503 })]);
    expect(late.flatMap(codesOf)).toEqual(["SERVICE_UNAVAILABLE"]);
    const again = await Promise.all(texts.map((text) => prepared.preparation.prepare(text, undefined)));
    expect(again.map(({ kind }) => kind)).toEqual(texts.map(() => "planned"));
  });

  it("plans operations that do the same once, whatever they are called and look like", async () => {
    await using prepared = preparing();
    const asked = [
      prepared.preparation.prepare("{ start { id } }", undefined),
      prepared.preparation.prepare("query Named {\n  start { id } # noted\n}", undefined),
      prepared.preparation.prepare("query A { start { id } } query B { start { one { node { id } } } }", "A"),
    ];
    const plans = (await Promise.all(asked)).map((outcome) => outcome.kind === "planned" && outcome.plan);
    expect(new Set(plans).size).toBe(1);
    const [first, named] = await Promise.all(asked);
    expect(first).toMatchObject({ kind: "planned", name: undefined });
    expect(named).toMatchObject({ kind: "planned", name: "Named" });
    const underWay = prepared.planner.plan("{ start { id } }");
    expect(prepared.planner.plan("{ start { id } }")).toBe(underWay);
    await underWay;
  });

  it("validates all of a document, also where the operation that is asked for is known", async () => {
    await using prepared = preparing();
    await prepared.preparation.prepare("query A { start { id } }", undefined);
    const beside = await prepared.preparation.prepare("query A { start { id } } query B { nothing }", "A");
    expect(codesOf(beside)).toEqual(["GRAPHQL_VALIDATION_FAILED"]);
    expect(beside.kind === "refused" && beside.errors[0]?.locations).toEqual([{ line: 1, column: 36 }]);
  });

  it("ends with those that wait when it is disposed", async () => {
    const prepared = preparing();
    const waiting = prepared.preparation.prepare("{ start { id } }", undefined);
    await prepared[Symbol.asyncDispose]();
    expect(codesOf(await waiting)).toEqual(["SERVICE_UNAVAILABLE"]);
  });
});
