import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forwardedClaims, readRouterConfig } from "./config.ts";

describe("the router's settings", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "router-config-"));
    await writeFile(join(folder, "supergraph.graphql"), "type Query { a: Int }");
  });
  afterAll(() => rm(folder, { recursive: true }));
  const needed = () => ({ SUPERGRAPH: join(folder, "supergraph.graphql") });

  it("have defaults for all but the supergraph", () => {
    expect(readRouterConfig(needed())).toEqual({
      supergraphSdl: "type Query { a: Int }",
      subgraphUrls: {},
      port: 4000,
      host: "127.0.0.1",
      claimSecret: undefined,
      jwksUrl: undefined,
      tokenIssuer: undefined,
      tokenAudience: "marquee",
      forwardedClaims,
      allowedOrigins: [],
      corsMaxAgeSeconds: 86_400,
      corsAllowedHeaders: [],
      corsAllowsCredentials: false,
      compresses: false,
      responseHeaders: [],
      batchLimit: 1,
      subgraphTimeoutMs: 10_000,
      deduplicate: true,
      limits: {},
      logLevel: "info",
    });
  });

  it("give way to what a command line says", () => {
    const read = readRouterConfig({ PORT: "1", HOST: "0.0.0.0" }, { variables: { PORT: "2" }, supergraphSdl: "type Query { b: Int }" });
    expect(read).toMatchObject({ port: 2, host: "0.0.0.0", supergraphSdl: "type Query { b: Int }" });
  });

  it("name limits by their own names, and no others", () => {
    expect(readRouterConfig({ ...needed(), LIMITS: "depth=20, tokens=5000" }).limits).toEqual({ depth: 20, tokens: 5_000 });
    for (const wrong of ["width=3", "depth=deep", "depth", "depth=-1"]) {
      expect(() => readRouterConfig({ ...needed(), LIMITS: wrong })).toThrow(/LIMITS .*expected name=number.*bodyBytes.*depth/);
    }
  });

  it("pass headers of subgraphs on, but none that are the router's own", () => {
    expect(readRouterConfig({ ...needed(), RESPONSE_HEADERS: "Set-Cookie, x-shelf" }).responseHeaders).toEqual(["set-cookie", "x-shelf"]);
    for (const wrong of ["content-length", "Connection", "transfer-encoding", "access-control-allow-origin", "cache-control", "no:name"]) {
      expect(() => readRouterConfig({ ...needed(), RESPONSE_HEADERS: wrong })).toThrow(/RESPONSE_HEADERS/);
    }
  });

  it("want an issuer with the keys of tokens", () => {
    expect(() => readRouterConfig({ ...needed(), JWKS_URL: "http://a/jwks" })).toThrow(/TOKEN_ISSUER/);
    expect(readRouterConfig({ ...needed(), JWKS_URL: "http://a/jwks", TOKEN_ISSUER: "a" }).tokenIssuer).toBe("a");
  });

  it("take lists apart at commas and spaces", () => {
    const read = readRouterConfig({
      ...needed(),
      SUBGRAPH_URLS: "a=http://a/graphql?x=1, b=http://b/",
      ALLOWED_ORIGINS: "https://a https://b",
      FORWARDED_CLAIMS: "sub,role",
    });
    expect(read.subgraphUrls).toEqual({ a: "http://a/graphql?x=1", b: "http://b/" });
    expect([read.allowedOrigins, read.forwardedClaims]).toEqual([
      ["https://a", "https://b"],
      ["sub", "role"],
    ]);
  });

  it("are refused all at once, without repeating a secret", () => {
    const wrong = () => readRouterConfig({ CLAIM_SECRET: "short", PORT: "x", SUBGRAPH_URLS: "nothing", JWKS_URL: "nowhere" });
    expect(wrong).toThrow(/SUPERGRAPH[\s\S]*SUBGRAPH_URLS[\s\S]*PORT[\s\S]*CLAIM_SECRET[\s\S]*JWKS_URL/);
    expect(wrong).not.toThrow(/short/);
  });
});
