import { InvalidSettings } from "@marquee/settings";
import { describe, expect, it } from "vitest";
import { readMetricsConfig } from "./config.ts";

const needed = { DATABASE_URL: "postgres://localhost/marquee", CLAIM_SECRET: "at least thirty-two characters long" };

describe("the configuration of metrics", () => {
  it("needs a database and a secret, and has a value for all else", () => {
    expect(readMetricsConfig(needed)).toEqual({
      databaseUrl: needed.DATABASE_URL,
      databasePoolMax: 10,
      claimSecret: needed.CLAIM_SECRET,
      port: 4_005,
      host: "127.0.0.1",
      parts: 16,
      graceMs: 10_000,
      lateLimitHours: 24,
      eventsKeptDays: 90,
      cassandraJolokiaUrls: [],
    });
  });

  it("needs no database where it has Cassandra", () => {
    const { DATABASE_URL: _, ...others } = needed;
    expect(() => readMetricsConfig(others)).toThrow(/DATABASE_URL/);
    const urls = "http://127.0.0.1:8778/jolokia, http://127.0.0.2:8778/jolokia";
    const config = readMetricsConfig({ ...others, CASSANDRA_CONTACT_POINTS: "127.0.0.1", CASSANDRA_JOLOKIA_URLS: urls });
    expect(config).toMatchObject({ databaseUrl: undefined, cassandra: { contactPoints: ["127.0.0.1:9042"] } });
    expect(config.cassandraJolokiaUrls).toEqual(urls.split(", "));
  });

  it("names everything that is wrong at once, and repeats no value", () => {
    const read = () => readMetricsConfig({ DATABASE_URL: "mysql://x", CLAIM_SECRET: "too short", VIEW_EVENT_PARTS: "0" });
    expect(read).toThrow(InvalidSettings);
    expect(read).toThrow(/DATABASE_URL.*CLAIM_SECRET.*VIEW_EVENT_PARTS/s);
    expect(read).not.toThrow(/too short/);
  });
});
