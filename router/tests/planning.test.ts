import { describe, expect, it } from "vitest";
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

describe("an operation that would keep the planner busy until memory runs out", () => {
  it("is refused within a fraction of a second, as too complex", async () => {
    const supergraphSdl = composed({ nodes, one: hop("one"), two: hop("two"), three: hop("three"), four: hop("four") });
    const nowhere = Object.fromEntries(["nodes", "one", "two", "three", "four"].map((name) => [name, "http://127.0.0.1:9/"]));
    await using graph = await startTestGraph({ supergraphSdl, subgraphUrls: nowhere });
    const hops = ["one", "two", "three", "four", "one"];
    const query = `{ start { ${hops.map((name) => `${name} { node { `).join("")} id ${"} } ".repeat(hops.length)} } }`;
    expect(query.length).toBeLessThan(164);

    const before = process.cpuUsage();
    const { body } = await ask(graph.router.url, { query });
    const { user, system } = process.cpuUsage(before);
    expect(body).toEqual({ errors: [{ message: expect.any(String), extensions: { code: "OPERATION_TOO_COMPLEX" } }] });
    expect((user + system) / 1_000).toBeLessThan(1_000);
    expect(graph.fetches).toEqual([]);
  });
});
