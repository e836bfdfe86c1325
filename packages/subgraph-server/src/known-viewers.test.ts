import { InvalidClaim, signClaim } from "@marquee/viewer-claim";
import { expect, it } from "vitest";
import { KnownViewers } from "./known-viewers.ts";

const secret = "a secret of at least thirty-two characters";
const MINUTE_MS = 60_000;
const noon = Date.UTC(2026, 0, 1, 12);

it("knows a viewer again, and checks the claim anew each minute", () => {
  let nowMs = noon;
  const viewers = new KnownViewers(secret, "catalog", () => nowMs);
  const claim = signClaim({ sub: "alice" }, secret, "catalog", noon);
  const alice = viewers.viewerOf(claim);
  expect(alice.accountId).toBe("alice");
  expect(viewers.viewerOf(claim)).toBe(alice);
  nowMs += 2 * MINUTE_MS;
  expect(viewers.viewerOf(claim)).toEqual(alice);
  nowMs += MINUTE_MS;
  expect(() => viewers.viewerOf(claim)).toThrow(InvalidClaim);
});

it("remembers no claim that was wrong, and tells viewers apart", () => {
  const viewers = new KnownViewers(secret, "catalog", () => noon);
  const forged = signClaim({ sub: "alice" }, `${secret}!`, "catalog", noon);
  for (const claim of [forged, forged, undefined, ""]) expect(() => viewers.viewerOf(claim)).toThrow(InvalidClaim);
  const names = Array.from({ length: 10_100 }, (_, number) => `viewer ${number}`);
  expect(names.map((sub) => viewers.viewerOf(signClaim({ sub }, secret, "catalog", noon)).accountId)).toEqual(names);
});
