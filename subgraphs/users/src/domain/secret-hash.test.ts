import { describe, expect, it } from "vitest";
import { hashSecret, unmatchable, verifySecret } from "./secret-hash.ts";

describe("a hashed secret", () => {
  it("is a PHC string that only the same secret matches", async () => {
    const hash = await hashSecret("correct horse");
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await verifySecret(hash, "correct horse")).toBe(true);
    expect(await verifySecret(hash, "correct horsf")).toBe(false);
  });

  it("has another salt each time", async () => {
    expect(await hashSecret("2468")).not.toBe(await hashSecret("2468"));
  });

  it("matches the same text in other code points", async () => {
    expect(await verifySecret(await hashSecret("café-noir"), "cafe\u0301-noir")).toBe(true);
  });

  it("that nothing matches costs as much to check as any other", async () => {
    const parametersOf = (hash: string) => hash.split("$").slice(0, 4);
    expect(parametersOf(unmatchable)).toEqual(parametersOf(await hashSecret("correct horse")));
    expect(await verifySecret(unmatchable, "")).toBe(false);
  });

  it("in another format is an error and not a mismatch", async () => {
    await expect(verifySecret("$2b$10$abc", "x")).rejects.toThrow("not a PHC string");
  });
});
