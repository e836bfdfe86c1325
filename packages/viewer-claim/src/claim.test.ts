import { describe, expect, it } from "vitest";
import { InvalidClaim, readClaim, signClaim } from "./claim.ts";
import { viewerFrom } from "./viewer.ts";

const secret = "a secret of at least thirty-two characters";
const noon = Date.UTC(2026, 0, 1, 12, 0, 0);
const MINUTE_MS = 60_000;

describe("a viewer claim", () => {
  const claim = signClaim({ sub: "alice", scope: "operate" }, secret, "catalog", noon);
  const read = (text: string | undefined, nowMs = noon) => readClaim(text, secret, "catalog", nowMs);
  const bodyOf = (signed: object) => Buffer.from(JSON.stringify(signed)).toString("base64url");

  it("says what was signed", () => {
    expect(read(claim)).toEqual({ sub: "alice", scope: "operate" });
  });

  it("has no lists in it", () => {
    expect(read(signClaim({ scope: ["operate", "read"] }, secret, "catalog", noon))).toEqual({ scope: "operate read" });
  });

  it("is the same string for the same claims within the minute, in whatever order they came", () => {
    expect(signClaim({ scope: "operate", sub: "alice" }, secret, "catalog", noon + MINUTE_MS - 1)).toBe(claim);
    expect(signClaim({ sub: "bob" }, secret, "catalog", noon)).not.toBe(claim);
  });

  it("is good in its minute and two more, and for clocks that differ by as much", () => {
    expect(() => read(claim, noon - 2 * MINUTE_MS)).not.toThrow();
    expect(() => read(claim, noon + 3 * MINUTE_MS - 1)).not.toThrow();
    expect(() => read(claim, noon + 3 * MINUTE_MS)).toThrow(InvalidClaim);
  });

  it("is worth nothing to another subgraph", () => {
    expect(() => readClaim(claim, secret, "users", noon)).toThrow(InvalidClaim);
  });

  it.each([
    ["nothing", undefined],
    ["an empty string", ""],
    ["no signature", claim.split(".")[0]],
    ["another signature", `${claim.slice(0, -1)}${claim.endsWith("A") ? "B" : "A"}`],
    ["other content", `${bodyOf({ audience: "catalog", minute: 1, claims: { sub: "bob" } })}.${claim.split(".")[1]}`],
    ["a third part", `${claim}.x`],
    ["another secret's", signClaim({ sub: "alice" }, `${secret}!`, "catalog", noon)],
  ])("refuses %s", (_what, forged) => {
    expect(() => read(forged)).toThrow(InvalidClaim);
  });
});

describe("a viewer", () => {
  it("is nobody for an empty claim", () => {
    expect(viewerFrom({})).toMatchObject({ accountId: undefined, profileId: undefined, scopes: new Set() });
  });

  it("has the scopes that the token lists", () => {
    expect(viewerFrom({ sub: "carol", scope: "operate  read" }).scopes).toEqual(new Set(["operate", "read"]));
  });
});
