import { describe, expect, it } from "vitest";
import type { EventStamp } from "../../domain/profile-store.ts";
import { decodeLatest, decodePoint, decodeWatching, encodeLatest, encodePoint, encodeStamp, encodeWatching, eventOf } from "./cells.ts";

const stamp: EventStamp = { atMs: 1_768_507_200_000, sessionId: "session", sequence: 1, receivedAtMs: 1_768_507_210_000.125 };

describe("a stamp in bytes", () => {
  /** Each later than the one before it, by the first of its fields that differs. */
  const ascending: readonly EventStamp[] = [
    { ...stamp, atMs: 0, sequence: 2_147_483_647 },
    { ...stamp, atMs: stamp.atMs - 0.5, sessionId: "z" },
    { ...stamp, sessionId: "" },
    { ...stamp, sessionId: "\0" },
    { ...stamp, sessionId: "\0\0" },
    { ...stamp, sessionId: "a" },
    { ...stamp, sessionId: "a\0" },
    { ...stamp, sessionId: "a\0b", sequence: 0 },
    { ...stamp, sessionId: "ab" },
    stamp,
    { ...stamp, receivedAtMs: stamp.receivedAtMs + 0.001 },
    { ...stamp, sequence: 2, receivedAtMs: 0 },
    { ...stamp, sequence: 256 },
    { ...stamp, sequence: 2_147_483_647 },
    { ...stamp, sessionId: "session 2", sequence: 0 },
    { ...stamp, sessionId: "雨" },
    { ...stamp, atMs: stamp.atMs + 1, sessionId: "" },
  ];

  it("sorts like the stamp", () => {
    const cells = ascending.map((each) => encodeStamp(each));
    expect(cells.toSorted(Buffer.compare)).toEqual(cells);
    expect(new Set(cells.map((cell) => cell.toString("hex"))).size).toBe(ascending.length);
  });

  it("names its event without its receipt", () => {
    const again = { ...stamp, receivedAtMs: 0 };
    expect(eventOf(encodeStamp(again))).toEqual(eventOf(encodeStamp(stamp)));
    for (const [index, each] of ascending.entries()) {
      const next = ascending[index + 1];
      if (next && each !== stamp) expect(Buffer.compare(eventOf(encodeStamp(each)), eventOf(encodeStamp(next)))).toBe(-1);
    }
  });
});

describe("a cell", () => {
  it.each(["session", "", "a\0b\0\0", "雨"])("says what was written, by the session %j", (sessionId) => {
    const by = { ...stamp, sessionId, sequence: 0 };
    const point = { positionSeconds: 12.5, durationSeconds: undefined, isFinished: false };
    expect(decodePoint(encodePoint({ ...by, ...point }))).toEqual(point);
    expect(decodePoint(encodePoint({ ...by, positionSeconds: 0, durationSeconds: 60, isFinished: true }))).toEqual({
      positionSeconds: 0,
      durationSeconds: 60,
      isFinished: true,
    });
    const watching = { watchedMs: Number.MAX_SAFE_INTEGER, positionSeconds: 1e-9 };
    expect(decodeWatching(encodeWatching({ ...by, ...watching }, "\0 Łódź"))).toEqual({ ...watching, playableId: "\0 Łódź" });
    expect(decodeLatest(encodeLatest({ ...by, kind: "FAILED" }))).toBe("FAILED");
  });
});
