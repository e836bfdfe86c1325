import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCommandLine, WrongUsage } from "../src/command-line.ts";
import { settings } from "../src/config.ts";
import { runRouter, startRouterProcess } from "./marquee-router.ts";
import { ask, composed } from "./test-graph.ts";

const books = 'type Query { book: Book } type Book @key(fields: "id") { id: ID! name: String }';
const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';

describe("marquee-router", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "marquee-router-"));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const file = async (name: string, text: string) => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };

  it("serves subgraphs that it composes, without any token or secret", async () => {
    const subgraph = createServer((request, response) => {
      request.resume().once("end", () => response.setHeader("content-type", "application/json").end('{"data":{"book":{"name":"Tides"}}}'));
    });
    await once(subgraph.listen(0, "127.0.0.1"), "listening");
    const url = `http://127.0.0.1:${(subgraph.address() as AddressInfo).port}/graphql?a=b`;
    {
      await using router = await startRouterProcess(["--subgraph", `books=${url}=${await file("books.graphql", link + books)}`]);
      expect((await ask(router.url, { query: "{ book { name } }" })).body).toEqual({ data: { book: { name: "Tides" } } });
      const signedIn = await ask(router.url, { query: "{ book { name } }" }, { authorization: "Bearer a.b.c" });
      expect(signedIn.status).toBe(401);
    }
    subgraph.closeAllConnections();
    subgraph.close();
  });

  it("serves a supergraph, and lets options go before variables", async () => {
    const supergraph = await file("supergraph.graphql", composed({ books: link + books }));
    await using router = await startRouterProcess(["--supergraph", supergraph, "--batch-limit", "2"], {
      SUPERGRAPH: "/nowhere",
      BATCH_LIMIT: "1",
      LOG_LEVEL: "info",
    });
    expect((await ask(router.url, [{ query: "{ __typename }" }])).body).toEqual([{ data: { __typename: "Query" } }]);
  });

  it("says why subgraphs do not compose, and ends with 1", async () => {
    const other = await file("other.graphql", `${link} type Query { a: Int } type Book @key(fields: "id") { id: ID! name: Int }`);
    const run = await runRouter([
      ...["--subgraph", `books=http://127.0.0.1:1/=${await file("books.graphql", link + books)}`],
      ...["--subgraph", `other=http://127.0.0.1:2/=${other}`],
    ]);
    expect([run.code, run.out]).toEqual([1, ""]);
    expect(run.err).toMatch(/^The subgraphs do not compose:\n {2}- \w+: .*"Book\.name".*/);
    expect(run.err).not.toMatch(/\bat .*\.(ts|js):\d+/);
  });

  it.each([
    ["a file that is no SDL", "type {", /Syntax Error[\s\S]*broken\.graphql:1:6/],
    ["a supergraph that is none", undefined, /SUPERGRAPH: the file could not be read/],
  ])("says what is wrong with %s", async (_what, text, expected) => {
    const path = text === undefined ? "/nowhere/a.graphql" : await file("broken.graphql", text);
    const run = await runRouter(text === undefined ? ["--supergraph", path] : ["--subgraph", `a=http://127.0.0.1:1/=${path}`]);
    expect([run.code, run.err]).toEqual([1, expect.stringMatching(expected)]);
  });

  it("names every variable when asked for help", async () => {
    const { code, out } = await runRouter(["--help"]);
    expect(code).toBe(0);
    for (const variable of Object.keys(settings.shape)) expect(out).toContain(variable);
  });
});

describe("the command line", () => {
  it("takes an address apart", () => {
    const of = (listen: string) => readCommandLine(["--listen", listen]).variables;
    expect([of("0.0.0.0:80"), of("[::1]:81"), of(":82"), of("83")]).toEqual([
      { HOST: "0.0.0.0", PORT: "80" },
      { HOST: "::1", PORT: "81" },
      { PORT: "82" },
      { PORT: "83" },
    ]);
  });

  it("takes a subgraph apart, whose URL may have an equals sign of its own", () => {
    expect(readCommandLine(["--subgraph", "a=http://a/graphql?b=c=../a.graphql"]).subgraphs).toEqual([
      { name: "a", url: "http://a/graphql?b=c", file: "../a.graphql" },
    ]);
  });

  it.each([
    ["an option that is none", ["--nothing", "1"]],
    ["a word alone", ["supergraph.graphql"]],
    ["an address without a port", ["--listen", "localhost"]],
    ["a subgraph without a file", ["--subgraph", "a=http://a"]],
    ["a supergraph beside subgraphs", ["--supergraph", "a", "--subgraph", "a=http://a=b"]],
    ["a secret, which everybody on the machine would see", ["--claim-secret", "s".repeat(32)]],
  ])("refuses %s", (_what, args) => {
    expect(() => readCommandLine(args)).toThrow(WrongUsage);
  });
});
