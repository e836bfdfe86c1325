import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leastBlockedMs } from "./blocked-event-loop.ts";
import { hostileOperations } from "./hostile-operations.ts";
import { ask, startTestGraph, type TestGraph } from "./test-graph.ts";

/** What an operation may add to the noise of the machine. */
const MOST_BLOCKED_MS = 50;

describe("a hostile operation under 1 KB", () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph();
    await ask(graph.router.url, { query: "{ works { id name readers note } }" }); // the planner is up, and the code of all parts is compiled
    await ask(graph.router.url, { query: "{ __schema { queryType { name } } }" });
  });
  afterAll(() => graph[Symbol.asyncDispose]());

  it.each(Object.entries(hostileOperations))("is refused or answered, and blocks nobody: %s", async (_, query) => {
    let attempt = 0;
    const { addedMs, results } = await leastBlockedMs(MOST_BLOCKED_MS, () => {
      attempt += 1;
      const unseen = query.replace("{", `{try${attempt}:__typename `);
      expect(Buffer.byteLength(unseen)).toBeLessThan(1_024);
      return ask(graph.router.url, { query: unseen });
    });
    for (const { body } of results) expect(body).toEqual(body.data ? expect.anything() : { errors: expect.any(Array) });
    expect(addedMs).toBeLessThan(MOST_BLOCKED_MS);
  });
});
