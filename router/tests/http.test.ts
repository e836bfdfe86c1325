import { getIntrospectionQuery } from "graphql";
import { generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ask, issuer, startTestGraph, type TestGraph } from "./test-graph.ts";

describe("the router over HTTP", () => {
  let graph: TestGraph;
  let url: string;
  beforeAll(async () => {
    graph = await startTestGraph({ allowedOrigins: ["https://friend.example"] });
    url = graph.router.url;
  });
  beforeEach(() => {
    graph.desk.seen.length = 0;
    graph.fetches.length = 0;
  });
  afterAll(() => graph[Symbol.asyncDispose]());
  const bearer = async (...args: Parameters<TestGraph["token"]>) => ({ authorization: `Bearer ${await graph.token(...args)}` });
  const viewers = () => graph.desk.seen.map(({ viewer }) => viewer.accountId);

  describe("answering", () => {
    it("joins the fields of several subgraphs, and tells of each fetch with the operation's name", async () => {
      graph.desk.now.set("1", { readers: 7, workId: "1" });
      const { body } = await ask(url, { query: "query Shelf { works { id name readers ... on Book { pages } ... on Essay { words } } }" });
      expect(body).toEqual({
        data: {
          works: [
            { id: "1", name: "Tides", readers: 7, pages: 300 },
            { id: "2", name: "On Lanterns", readers: null, words: 900 },
          ],
        },
      });
      expect(graph.fetches).toEqual([
        { subgraph: "books", operationName: "Shelf" },
        { subgraph: "readers", operationName: "Shelf" },
      ]);
    });

    it("keeps a work's own type where another subgraph knows it by its interface alone", async () => {
      graph.desk.now.set("1", { readers: 7, workId: "1" });
      const { body } = await ask(url, { query: "{ works { __typename ... on Book { pages readers note } } }" });
      expect(body.data.works[0]).toEqual({ __typename: "Book", pages: 300, readers: 7, note: "nobody on 1" });
    });

    it("passes variables on, with the defaults of those left out", async () => {
      const query = 'query ($text: String! = "default") { echo(text: $text) }';
      expect((await ask(url, { query })).body.data.echo).toBe("default");
      expect((await ask(url, { query, variables: { text: "given" } })).body.data.echo).toBe("given");
    });

    it("lets tools read the schema, without what only the router needs", async () => {
      const { body } = await ask(url, { query: getIntrospectionQuery() });
      const names: string[] = body.data.__schema.types.map(({ name }: { name: string }) => name);
      expect(names).toContain("Work");
      expect(names.filter((name) => name.startsWith("join__"))).toEqual([]);
    });
  });

  describe("the viewer's claim", () => {
    it("says whose token it is where a field depends on it", async () => {
      const { body } = await ask(
        url,
        { query: "{ whoAsks }" },
        await bearer({ sub: "alice", scope: "operate", email: "alice@library.example" }),
      );
      expect(body.data.whoAsks).toBe("alice");
      expect(graph.desk.seen[0]?.viewer.scopes).toEqual(new Set(["operate"]));
    });

    it("is left empty for a fetch of public fields, even of someone signed in", async () => {
      await ask(url, { query: "{ works { id name readers } }" }, await bearer());
      expect(viewers()).toEqual([undefined, undefined]);
    });

    it("goes with the fetch that has one private field, and with no other", async () => {
      const { body } = await ask(url, { query: "{ works { name note } }" }, await bearer());
      expect(body.data.works[0].note).toBe("alice on 1");
      expect(viewers()).toEqual([undefined, "alice"]);
    });

    it("is anonymous without a token", async () => {
      expect((await ask(url, { query: "{ whoAsks }" })).body).toEqual({ data: { whoAsks: null } });
    });

    it("is the same for the same viewer, whichever token says so", async () => {
      const claims: unknown[] = [];
      graph.setLoans((request, response) => {
        claims.push(request.headers["marquee-viewer"]);
        response.setHeader("content-type", "application/json").end('{"data":{"loans":[]}}');
      });
      for (const [sub, expires] of [
        ["alice", "5m"],
        ["alice", "9m"],
        ["bob", "5m"],
      ] as const)
        await ask(url, { query: "{ loans }" }, await bearer({ sub, jti: expires }, expires));
      expect(claims[0]).toEqual(expect.any(String));
      expect(claims[1]).toBe(claims[0]);
      expect(claims[2]).not.toBe(claims[0]);
    });

    it("tells the client's address to a mutation, and to no query", async () => {
      const token = await bearer();
      await ask(url, { query: "{ whoAsks }" }, token);
      await ask(url, { query: 'mutation { rename(id: "1", name: "Emma") { id } }' }, token);
      expect(graph.desk.seen.map(({ viewer }) => viewer.source)).toEqual([undefined, "127.0.0.1"]);
    });

    it("is never taken from a client's own header", async () => {
      const { body } = await ask(url, { query: "{ whoAsks }" }, { "marquee-viewer": "forged.claim" });
      expect(body).toEqual({ data: { whoAsks: null } });
    });
  });

  describe("refusing a token", () => {
    const refused = async (authorization: string) => {
      const { status, body, headers } = await ask(url, { query: "{ works { name } }" }, { authorization });
      expect(status).toBe(401);
      expect(headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
      expect(body).toEqual({ errors: [{ message: expect.any(String), extensions: { code: "UNAUTHENTICATED" } }] });
      expect(graph.fetches).toEqual([]);
      return body.errors[0].message;
    };

    it("that has expired", async () => {
      expect(await refused((await bearer({ sub: "alice" }, "-1s")).authorization)).toMatch(/expired/);
    });

    it("that was tampered with", async () => {
      const [head, , signature] = (await graph.token()).split(".");
      const other = Buffer.from(JSON.stringify({ sub: "carol", iss: issuer, aud: "library", exp: 9_999_999_999 })).toString("base64url");
      await refused(`Bearer ${head}.${other}.${signature}`);
    });

    it("that another issuer signed, with its own key or in our name", async () => {
      await refused((await bearer({ sub: "alice", iss: "https://elsewhere.example" })).authorization);
      const { privateKey } = await generateKeyPair("EdDSA");
      const sign = new SignJWT({ sub: "alice" }).setIssuer(issuer).setAudience("library").setExpirationTime("5m");
      await refused(`Bearer ${await sign.setProtectedHeader({ alg: "EdDSA", kid: "k1" }).sign(privateKey)}`);
    });

    it("that is not signed, signed with a shared secret, or no token at all", async () => {
      const claims = Buffer.from(JSON.stringify({ sub: "alice", iss: issuer, aud: "library", exp: 9_999_999_999 })).toString("base64url");
      await refused(`Bearer ${Buffer.from('{"alg":"none"}').toString("base64url")}.${claims}.`);
      const hmac = new SignJWT({ sub: "alice" }).setProtectedHeader({ alg: "HS256", kid: "k1" }).setIssuer(issuer).setAudience("library");
      await refused(`Bearer ${await hmac.setExpirationTime("5m").sign(new Uint8Array(32))}`);
      await refused("Bearer nonsense");
      await refused("Basic YWxpY2U6c2VjcmV0");
    });
  });

  describe("refusing an operation", () => {
    const code = async (query: unknown) => {
      const { body, status } = await ask(url, { query }, { accept: "application/graphql-response+json" });
      expect(status).toBe(400);
      expect(body.data).toBeUndefined();
      expect(graph.fetches).toEqual([]);
      return body.errors[0].extensions.code;
    };

    it.each([
      ["malformed", "{ works { ", "GRAPHQL_PARSE_FAILED"],
      ["unknown to the schema", "{ nothing }", "GRAPHQL_VALIDATION_FAILED"],
      ["of no known name", "query A { echo } query B { echo }", "OPERATION_RESOLUTION_FAILURE"],
      ["with a wrong variable", "query ($text: String!) { echo(text: $text) }", "BAD_USER_INPUT"],
      ["too deep", `{ __schema { types ${"{ fields { type ".repeat(8)} { name } ${"} }".repeat(8)} } }`, "OPERATION_TOO_LARGE"],
      ["with too many aliases", `{ works { ${Array.from({ length: 61 }, (_, i) => `a${i}: id`).join(" ")} } }`, "OPERATION_TOO_LARGE"],
      ["with too many root fields", `{ ${"echo ".repeat(21)} }`, "OPERATION_TOO_LARGE"],
      [
        "with too many fragments",
        `{ echo } ${Array.from({ length: 40 }, (_, i) => `fragment F${i} on Query { echo }`).join(" ")}`,
        "OPERATION_TOO_LARGE",
      ],
      ["with too many tokens", `{ works { ${"id ".repeat(2_000)} } }`, "OPERATION_TOO_LARGE"],
      ["that is a subscription", 'subscription { readers(id: "1") { readers } }', "BAD_REQUEST"],
    ])("%s", async (_what, query, expected) => {
      expect(await code(query)).toBe(expected);
    });

    it("whose fragments double forty times over, without delay", async () => {
      const doubling = Array.from({ length: 38 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(" ");
      const startedAt = performance.now();
      expect(await code(`{ ...F0 } ${doubling} fragment F38 on Query { echo }`)).toBe("OPERATION_TOO_LARGE");
      expect(performance.now() - startedAt).toBeLessThan(200);
    });

    it("whose fragments go round in circles", async () => {
      expect(await code("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }")).toBe("GRAPHQL_VALIDATION_FAILED");
    });
  });

  describe("refusing a request", () => {
    it("whose body is not JSON, without telling where that was found out", async () => {
      const { status, body } = await ask(url, '{"query": ');
      expect([status, body]).toEqual([400, { errors: [{ message: "The body is not JSON.", extensions: { code: "BAD_REQUEST" } }] }]);
    });

    it("whose body is too large", async () => {
      const { status, body } = await ask(url, { query: `{ echo(text: "${"x".repeat(300_000)}") }` });
      expect([status, body.errors[0].extensions.code]).toEqual([413, "OPERATION_TOO_LARGE"]);
    });

    it("that is a batch, or no GraphQL", async () => {
      for (const body of [[{ query: "{ echo }" }, { query: "{ echo }" }], { query: 7 }, { variables: {} }]) {
        const answer = await ask(url, body);
        expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([400, "BAD_REQUEST"]);
      }
    });

    it("that another site's form could send", async () => {
      const forged = await fetch(`${url}?query=${encodeURIComponent("{ echo }")}`);
      expect(forged.status).toBe(400);
      const plain = await fetch(url, { method: "POST", headers: { "content-type": "text/plain" }, body: '{"query":"{ echo }"}' });
      expect(plain.status).toBe(400);
    });
  });

  it("lets pages of the listed origins read its answers, and no others", async () => {
    const allowed = await ask(url, { query: "{ echo }" }, { origin: "https://friend.example" });
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://friend.example");
    const foreign = await ask(url, { query: "{ echo }" }, { origin: "https://stranger.example" });
    expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
    const preflight = await fetch(url, {
      method: "OPTIONS",
      headers: { origin: "https://friend.example", "access-control-request-headers": "authorization" },
    });
    expect(preflight.headers.get("access-control-allow-headers")).toBe("authorization");
  });

  it("keeps its answers out of caches", async () => {
    expect((await ask(url, { query: "{ whoAsks }" }, await bearer())).headers.get("cache-control")).toBe("no-store");
  });

  it("says that it is up and ready, and what it has counted", async () => {
    await ask(url, { query: "{ echo }" });
    const get = async (path: string) => (await fetch(new URL(path, url))).text();
    expect(JSON.parse(await get("/healthz"))).toEqual({ service: "router", status: "up" });
    expect(JSON.parse(await get("/readyz"))).toEqual({ service: "router", status: "ready", problems: [] });
    expect(await get("/metrics")).toMatch(/router_subgraph_fetch_duration_seconds_count\{[^}]*subgraph="books"[^}]*\} [1-9]/);
  });

  it("shows no page that loads from elsewhere", async () => {
    const page = await fetch(url, { headers: { accept: "text/html" } });
    expect(await page.text()).not.toMatch(/<script|https:/);
  });
});
