import { describe, expect, it } from "vitest";
import { readUsersConfig } from "./config.ts";

const required = {
  DATABASE_URL: "postgres://marquee:secret@db:5432/marquee",
  CLAIM_SECRET: "x".repeat(32),
  TOKEN_ISSUER: "https://marquee.example",
};

describe("the settings of users", () => {
  it("have defaults for all that is not a secret or an address", () => {
    expect(readUsersConfig(required)).toEqual({
      databaseUrl: required.DATABASE_URL,
      databasePoolMax: 16,
      claimSecret: required.CLAIM_SECRET,
      tokenIssuer: required.TOKEN_ISSUER,
      tokenAudience: "marquee",
      accessTokenSeconds: 900,
      defaultTerritory: "US",
      demo: false,
      port: 4001,
      host: "127.0.0.1",
    });
    expect(readUsersConfig({ ...required, DEMO: "true", DEFAULT_TERRITORY: "DE" })).toMatchObject({ demo: true, defaultTerritory: "DE" });
  });

  it("report every problem at once, and no value", () => {
    const read = () => readUsersConfig({ DATABASE_URL: "mysql://secret", CLAIM_SECRET: "short secret", DEMO: "perhaps" });
    expect(read).toThrow(/DATABASE_URL.*CLAIM_SECRET.*TOKEN_ISSUER.*DEMO/s);
    expect(read).not.toThrow(/secret"/);
  });
});
