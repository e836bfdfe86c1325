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
  const needed = () => ({
    SUPERGRAPH: join(folder, "supergraph.graphql"),
    CLAIM_SECRET: "s".repeat(32),
    JWKS_URL: "http://users:4001/.well-known/jwks.json",
    TOKEN_ISSUER: "https://issuer.example",
  });

  it("have defaults for all but what is secret or somewhere else", () => {
    expect(readRouterConfig(needed())).toEqual({
      supergraphSdl: "type Query { a: Int }",
      subgraphUrls: {},
      port: 4000,
      host: "127.0.0.1",
      claimSecret: "s".repeat(32),
      jwksUrl: "http://users:4001/.well-known/jwks.json",
      tokenIssuer: "https://issuer.example",
      tokenAudience: "marquee",
      forwardedClaims,
      allowedOrigins: [],
      subgraphTimeoutMs: 10_000,
    });
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
    const wrong = () => readRouterConfig({ CLAIM_SECRET: "short", PORT: "x", SUBGRAPH_URLS: "nothing" });
    expect(wrong).toThrow(/SUPERGRAPH[\s\S]*SUBGRAPH_URLS[\s\S]*PORT[\s\S]*CLAIM_SECRET[\s\S]*JWKS_URL[\s\S]*TOKEN_ISSUER/);
    expect(wrong).not.toThrow(/short/);
  });
});
