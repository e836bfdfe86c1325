import { describe, expect, it } from "vitest";
import { readWatchHistoryConfig } from "./config.ts";

describe("the settings", () => {
  const needed = {
    DATABASE_URL: "postgresql://marquee:secret@127.0.0.1:5432/marquee",
    CLAIM_SECRET: "c".repeat(32),
    PLAYBACK_SECRET: "p".repeat(32),
  };

  it("have defaults for all that is no secret", () => {
    expect(readWatchHistoryConfig(needed)).toMatchObject({
      host: "127.0.0.1",
      parts: 16,
      lateLimitHours: 24,
      graceMs: 10_000,
      eventsKeptDays: 90,
    });
  });

  it("need no PostgreSQL where there is Cassandra", () => {
    const { DATABASE_URL: _, ...secrets } = needed;
    expect(() => readWatchHistoryConfig(secrets)).toThrow(/DATABASE_URL/);
    const read = readWatchHistoryConfig({ ...secrets, CASSANDRA_CONTACT_POINTS: "cassandra-1, cassandra-2:9142" });
    expect(read.cassandra).toMatchObject({
      contactPoints: ["cassandra-1:9042", "cassandra-2:9142"],
      keyspace: "marquee",
      replicationFactor: 1,
    });
  });

  it("name every problem at once, and repeat no secret", () => {
    const wrong = { DATABASE_URL: "mysql://x", CLAIM_SECRET: "too short", VIEW_EVENT_PARTS: "0" };
    expect(() => readWatchHistoryConfig(wrong)).toThrow(/DATABASE_URL[\s\S]*CLAIM_SECRET[\s\S]*PLAYBACK_SECRET[\s\S]*VIEW_EVENT_PARTS/);
    expect(() => readWatchHistoryConfig(wrong)).not.toThrow(/too short/);
  });
});
