import { type StoredEvent, viewEventKinds } from "@marquee/view-events";
import { describe, expect, it } from "vitest";
import { NOW, seeded, shuffled, viewEvent } from "../../../tests/watching.ts";
import { LivePart } from "./live-part.ts";

/** A part that has taken the events, so long after `NOW`. */
function counted(events: readonly StoredEvent[], laterMs = 0, maxSessions = 100) {
  const live = new LivePart(maxSessions);
  for (const event of events) live.apply(event, event.receivedAtMs, NOW);
  live.expire(NOW + laterMs);
  return live;
}

const viewersOf = (events: readonly StoredEvent[], laterMs = 0) => counted(events, laterMs).viewers.get("film") ?? 0;

describe("the live viewers of a part", () => {
  it.each(viewEventKinds)("follow a session that says %s", (kind) => {
    expect(viewersOf([viewEvent({ kind })])).toBe(["PAUSED", "ENDED", "STOPPED", "FAILED"].includes(kind) ? 0 : 1);
  });

  it("do not count an attempt, nor let it hide what was said", () => {
    const attempt = viewEvent({ kind: "ATTEMPT", source: "SERVER", sequence: 0, elapsedMs: 10_000 });
    expect(viewersOf([attempt])).toBe(0);
    expect(viewersOf([viewEvent({ elapsedMs: 5_000 }), attempt])).toBe(1);
  });

  it("count a session up to 35 s after its last event, and no longer", () => {
    expect(viewersOf([viewEvent()], 34_999)).toBe(1);
    expect(viewersOf([viewEvent()], 35_000)).toBe(0);
  });

  it("count each session once and each playable apart", () => {
    const events = ["a", "b", "c"].map((sessionId) => viewEvent({ sessionId }));
    const other = viewEvent({ sessionId: "d", playableId: "another film" });
    expect(counted([...events, ...events, other]).viewers).toEqual(new Map(Object.entries({ film: 3, "another film": 1 })));
  });

  it("believe the event that happened last, not the one that came last", () => {
    const playing = viewEvent({ sequence: 1, elapsedMs: 5_000 });
    const paused = viewEvent({ sequence: 2, elapsedMs: 6_000, kind: "PAUSED" });
    const resumed = viewEvent({ sequence: 3, elapsedMs: 6_000, kind: "PLAYING" });
    expect(viewersOf([paused, playing])).toBe(0);
    expect(viewersOf([resumed, paused, playing])).toBe(1);
  });

  it("believe what was said later of the same moment", () => {
    const playing = viewEvent();
    const corrected = { ...playing, kind: "PAUSED" as const, receivedAtMs: playing.receivedAtMs + 1 };
    expect(viewersOf([playing, corrected])).toBe(0);
    expect(viewersOf([corrected, playing])).toBe(0);
  });

  it("are not brought back by an event that comes late", () => {
    const ended = viewEvent({ sequence: 2, elapsedMs: 12_000, kind: "ENDED" });
    const late = viewEvent({ sequence: 1, elapsedMs: 11_000, receivedAtMs: NOW + 40_000 });
    const live = new LivePart(100);
    live.apply(ended, ended.receivedAtMs, NOW);
    for (const laterMs of [1_000, 30_000, 36_999, 37_000, 40_000]) {
      live.expire(NOW + laterMs);
      live.apply(late, NOW + laterMs, NOW + laterMs);
      expect(live.viewers.get("film") ?? 0).toBe(0);
    }
  });

  it("do not count longer for an event that claims to be ahead of time", () => {
    const ahead = viewEvent({ elapsedMs: 100_000, receivedAtMs: NOW });
    expect(viewersOf([ahead], 34_999)).toBe(1);
    expect(viewersOf([ahead], 35_000)).toBe(0);
  });

  it("show a playable with 0 for a while before it leaves", () => {
    const live = new LivePart(100);
    const playing = viewEvent();
    const stopped = viewEvent({ sequence: 2, elapsedMs: 11_000, kind: "STOPPED" });
    live.apply(playing, NOW, NOW);
    live.apply(stopped, NOW + 1_000, NOW + 1_000);
    live.expire(NOW + 1_000);
    expect(live.viewers).toEqual(new Map([["film", 0]]));
    live.expire(NOW + 30_999);
    expect(live.viewers).toEqual(new Map([["film", 0]]));
    live.expire(NOW + 31_000);
    expect(live.viewers).toEqual(new Map());
  });

  it("say which playables changed since they were asked", () => {
    const live = new LivePart(100);
    live.apply(viewEvent(), NOW, NOW);
    expect(live.takeChanged()).toBeUndefined(); // all of them, the first time
    expect(live.hasChanged).toBe(false);
    live.apply(viewEvent({ sequence: 2, elapsedMs: 10_001 }), NOW, NOW);
    expect(live.takeChanged()).toEqual([]);
    live.expire(NOW + 60_000);
    expect(live.hasChanged).toBe(true);
    expect(live.takeChanged()).toEqual(["film"]);
    live.expire(NOW + 90_000);
    expect([live.takeChanged(), live.viewers.size]).toEqual([["film"], 0]);
    live.markAllChanged();
    expect(live.takeChanged()).toBeUndefined();
  });

  it("hold so many sessions and no more, and say that they are not all for as long as that can be so", () => {
    const events = ["a", "b", "c"].map((sessionId) => viewEvent({ sessionId }));
    const live = new LivePart(2);
    for (const event of events) live.apply(event, NOW, NOW);
    expect(live.viewers).toEqual(new Map([["film", 2]]));
    expect([NOW, NOW + 34_999, NOW + 35_000].map((nowMs) => live.isExact(nowMs))).toEqual([false, false, true]);
  });

  it.each([1, 2, 3])("are the same whatever the order and the repeats of the events (seed %i)", (seed) => {
    const random = seeded(seed);
    const events = Array.from({ length: 2_000 }, (_, index) => {
      const elapsedMs = Math.floor(random() * 60) * 1_000;
      return viewEvent({
        sessionId: `session ${Math.floor(random() * 150)}`,
        playableId: "film",
        startedAtMs: NOW - 60_000,
        elapsedMs,
        sequence: index + 1,
        kind: viewEventKinds[Math.floor(random() * viewEventKinds.length)] ?? "PLAYING",
      });
    });
    const last = [...Map.groupBy(events, ({ sessionId }) => sessionId).values()].map((own) =>
      own.reduce((a, b) => (b.elapsedMs > a.elapsedMs || (b.elapsedMs === a.elapsedMs && b.sequence > a.sequence) ? b : a)),
    );
    const expected = last.filter(
      ({ kind, elapsedMs }) => ["STARTED", "PLAYING", "BUFFERING", "SEEKED"].includes(kind) && elapsedMs > 25_000,
    ).length;
    expect(expected).toBeGreaterThan(0);
    const repeated = [...events, ...events.filter(() => random() < 0.3)];
    for (const order of [events, shuffled(repeated, random), shuffled(repeated, random)]) {
      expect(counted(order, 0, 1_000).viewers.get("film")).toBe(expected);
    }
  });
});
