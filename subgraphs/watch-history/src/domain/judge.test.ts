import type { PlaybackClaims } from "@marquee/playback-token";
import { describe, expect, it } from "vitest";
import { judge, type SourcedEvent } from "./judge.ts";

const HOUR_MS = 3_600_000;
const NOW = Date.UTC(2026, 0, 15, 20);
const claims: PlaybackClaims = {
  sessionId: "session",
  profileId: "alice",
  playableId: "tidewater",
  encodeId: "encode",
  startedAtMs: NOW - 60_000,
  durationSeconds: 60,
  reporting: "GRAPH",
  clockOffsetMs: null,
};
const honest: SourcedEvent = {
  source: "GRAPH",
  sequence: 3,
  kind: "PLAYING",
  elapsedMs: 30_000,
  positionSeconds: 30,
  watchedDeltaMs: 10_000,
  watchedMs: 30_000,
};

const judged = (event: Partial<SourcedEvent>, session: Partial<PlaybackClaims> = {}) =>
  judge({ ...honest, ...event }, { ...claims, ...session }, { nowMs: NOW, lateLimitMs: 24 * HOUR_MS });
const refused = (reason: unknown) => ({ isCredible: false, verdict: { status: "REFUSED", reason } });

describe("judging a reported event", () => {
  it("takes an honest one, with who and what from the token", () => {
    const { encodeId: _, reporting: __, clockOffsetMs: ___, ...session } = claims;
    expect(judged({})).toEqual({ isCredible: true, event: { ...session, ...honest } });
  });

  it.each<[string, Partial<SourcedEvent>, Partial<PlaybackClaims>]>([
    ["exactly 5 s beyond the end", { positionSeconds: 65 }, {}],
    ["any position of a channel", { positionSeconds: 90_000 }, { durationSeconds: null }],
    ["exactly 5 s ahead of the server's clock", { elapsedMs: 65_000 }, {}],
    ["a total exactly 5 s above the elapsed time", { watchedDeltaMs: 0, watchedMs: 35_000 }, {}],
    ["a delta that is its total", { watchedDeltaMs: 30_000 }, {}],
    ["the very start", { sequence: 1, elapsedMs: 0, positionSeconds: 0, watchedDeltaMs: 0, watchedMs: 0 }, {}],
    ["the 24th hour's last moment", { elapsedMs: 24 * HOUR_MS }, { startedAtMs: NOW - 24 * HOUR_MS }],
    ["an event that is exactly 24 hours old", { elapsedMs: 0, watchedDeltaMs: 0, watchedMs: 0 }, { startedAtMs: NOW - 24 * HOUR_MS }],
  ])("takes %s", (_, event, session) => {
    expect(judged(event, session)).toMatchObject({ isCredible: true });
  });

  it.each<[string, Partial<SourcedEvent>, RegExp]>([
    ["a negative position", { positionSeconds: -0.001 }, /position is negative/],
    ["a position more than 5 s beyond the end", { positionSeconds: 65.001 }, /beyond the end: the film has 60 seconds/],
    ["an event ahead of time", { elapsedMs: 65_001, watchedMs: 30_000 }, /ahead of time/],
    ["a negative delta", { watchedDeltaMs: -1 }, /delta is negative/],
    ["a delta above its total", { watchedDeltaMs: 30_001 }, /delta is above its total/],
    ["a total above the elapsed time", { watchedMs: 35_001 }, /more was watched than time has passed/],
    ["a sequence below 1", { sequence: 0 }, /sequence starts at 1, this one is 0/],
    ["a negative elapsed time", { elapsedMs: -1 }, /before its session's start/],
    ["more than 24 hours of a session", { elapsedMs: 24 * HOUR_MS + 1 }, /24 hours at most/],
    ["what is no number", { positionSeconds: Number.NaN }, /finite numbers/],
    ["what is infinite", { watchedMs: Number.POSITIVE_INFINITY }, /finite numbers/],
  ])("refuses %s", (_, event, reason) => {
    expect(judged(event)).toEqual(refused(expect.stringMatching(reason)));
  });

  it("refuses an event of a session that reports by CMCD, which would be counted twice", () => {
    expect(judged({}, { reporting: "CMCD" })).toEqual(refused("this session reports by CMCD"));
  });

  it("takes CMCD's first report, which is number 0, and its sums in a session that reports by CMCD", () => {
    const event = { source: "CMCD", sequence: 0 } as const;
    expect(judged(event, { reporting: "CMCD" })).toMatchObject({ isCredible: true, event: { ...event, watchedMs: 30_000 } });
    expect(judged({ ...event, sequence: -1 }, { reporting: "CMCD" })).toEqual(refused("the sequence starts at 0, this one is -1"));
  });

  it("takes what CMCD tells of another session's quality, and none of its sums", () => {
    expect(judged({ source: "CMCD", watchedDeltaMs: 0, watchedMs: 0 })).toMatchObject({ isCredible: true });
    expect(judged({ source: "CMCD" })).toEqual(refused("this session reports by GRAPH"));
  });

  it("calls an event too late by its own time, however long its session is", () => {
    const session = { startedAtMs: NOW - 24 * HOUR_MS - 30_000 };
    expect(judged({ elapsedMs: 29_999, watchedMs: 29_000 }, session)).toMatchObject({ verdict: { status: "TOO_LATE" } });
    expect(judged({ elapsedMs: 30_000 }, session)).toMatchObject({ isCredible: true });
  });

  it("refuses what cannot be true even when it is late", () => {
    expect(judged({ positionSeconds: -1 }, { startedAtMs: NOW - 48 * HOUR_MS })).toMatchObject({ verdict: { status: "REFUSED" } });
  });
});
