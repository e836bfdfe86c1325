import { describe, expect, it } from "vitest";
import { readCatalogConfig } from "./config.ts";

const environment = {
  DATABASE_URL: "postgresql://marquee:secret@db.example:5432/marquee",
  CLAIM_SECRET: "x".repeat(32),
  ARTWORK_BASE_URL: "https://watch.example/artwork/",
};

describe("catalog config", () => {
  it("takes what is needed, and knows the rest", () => {
    expect(readCatalogConfig(environment)).toEqual({
      databaseUrl: environment.DATABASE_URL,
      databasePoolMax: 16,
      claimSecret: environment.CLAIM_SECRET,
      port: 4002,
      host: "127.0.0.1",
      artworkBaseUrl: "https://watch.example/artwork",
      demo: false,
    });
    expect(readCatalogConfig({ ...environment, DEMO: "true" }).demo).toBe(true);
  });

  it("names every problem at once, and repeats no value", () => {
    const read = () => readCatalogConfig({ DATABASE_URL: "mysql://secret@db", CLAIM_SECRET: "short secret", PORT: "many" });
    expect(read).toThrow(/DATABASE_URL.*CLAIM_SECRET.*PORT.*ARTWORK_BASE_URL/s);
    expect(read).not.toThrow(/secret@db|short secret|many/);
  });
});
