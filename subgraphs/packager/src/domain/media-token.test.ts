import { describe, expect, it } from "vitest";
import { checkMediaToken, signMediaToken } from "./media-token.ts";

const secret = "s".repeat(32);
const asset = "0b0e7a52-0000-4000-8000-000000000001";
const expiresAt = new Date("2026-05-01T12:00:00.000Z");
const before = new Date(expiresAt.getTime() - 1);
const token = signMediaToken(asset, expiresAt, secret);

describe("a media token", () => {
  it("opens its asset until it expires", () => {
    expect(checkMediaToken(token, asset, secret, before)).toBe("valid");
    expect(checkMediaToken(token, asset, secret, expiresAt)).toBe("expired");
  });

  it("opens no other asset", () => {
    expect(checkMediaToken(token, asset.replace(/1$/, "2"), secret, before)).toBe("forged");
  });

  it("is not valid under another secret", () => {
    expect(checkMediaToken(token, asset, "t".repeat(32), before)).toBe("forged");
  });

  it.each([
    ["with a later expiry", token.replace(/^[^.]+/, "zzzzzzz")],
    ["with a byte less", token.slice(0, -1)],
    ["with a byte more", `${token}A`],
    ["with a third part", `${token}.x`],
    ["without a signature", `${token.split(".")[0]}.`],
    ["that is empty", ""],
    ["with letters outside ASCII", token.replace(/.$/, "é")],
  ])("%s is forged", (_name, forged) => {
    expect(checkMediaToken(forged, asset, secret, before)).toBe("forged");
  });
});
