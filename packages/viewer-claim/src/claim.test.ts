import { describe, expect, it } from "vitest";
import { InvalidClaim, readClaim, signClaim } from "./claim.ts";
import { viewerFrom } from "./viewer.ts";

const secret = "a secret of at least thirty-two characters";
const noon = Date.UTC(2026, 0, 1, 12, 0, 0);
const HOUR_MS = 3_600_000;

describe("a viewer claim", () => {
  const claim = signClaim({ sub: "alice", scope: "operate" }, secret, noon);

  it("says what was signed", () => {
    expect(readClaim(claim, secret, noon)).toEqual({ sub: "alice", scope: "operate" });
  });

  it("is the same string for the same claims within the hour, in whatever order they came", () => {
    expect(signClaim({ scope: "operate", sub: "alice" }, secret, noon + HOUR_MS - 1)).toBe(claim);
    expect(signClaim({ sub: "bob" }, secret, noon)).not.toBe(claim);
  });

  it("is good in its hour and the next, and for clocks that differ by one", () => {
    expect(() => readClaim(claim, secret, noon - HOUR_MS)).not.toThrow();
    expect(() => readClaim(claim, secret, noon + 2 * HOUR_MS - 1)).not.toThrow();
    expect(() => readClaim(claim, secret, noon + 2 * HOUR_MS)).toThrow(InvalidClaim);
  });

  it.each([
    ["nothing", undefined],
    ["an empty string", ""],
    ["no signature", claim.split(".")[0]],
    ["another signature", `${claim.slice(0, -1)}${claim.endsWith("A") ? "B" : "A"}`],
    ["other content", `${Buffer.from(JSON.stringify({ hour: 1, claims: { sub: "bob" } })).toString("base64url")}.${claim.split(".")[1]}`],
    ["a third part", `${claim}.x`],
    ["another secret's", signClaim({ sub: "alice" }, `${secret}!`, noon)],
  ])("refuses %s", (_what, forged) => {
    expect(() => readClaim(forged, secret, noon)).toThrow(InvalidClaim);
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
