import { serverAudits } from "graphql-http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGraph, type TestGraph } from "./test-graph.ts";

/** Every request asks for a preflight, as protection against forged requests wants it of those that a plain form could send. */
const asBrowser = (url: string, { headers, ...init }: RequestInit = {}) =>
  fetch(url, { ...init, headers: { ...headers, "apollo-require-preflight": "true" } });

describe("GraphQL over HTTP", () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph();
  });
  afterAll(() => graph[Symbol.asyncDispose]());

  it.each(serverAudits({ url: () => graph.router.url, fetchFn: asBrowser }).map((audit) => [`${audit.id}: ${audit.name}`, audit] as const))(
    "%s",
    async (_name, audit) => {
      const { status, ...result } = await audit.fn();
      expect(status, JSON.stringify(result)).toBe("ok");
    },
  );
});
