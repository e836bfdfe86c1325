import { describe, expect, it } from "vitest";
import { Journal } from "./journal.ts";

describe("a journal", () => {
  it("counts what was watched by the clock, not by the position", () => {
    const { journal, pass } = journalAt();
    pass(1_500);
    expect(journal.record("STARTED", 0)).toEqual({
      sequence: 1,
      kind: "STARTED",
      elapsedMs: 1_500,
      positionSeconds: 0,
      watchedDeltaMs: 0,
      watchedMs: 0,
    });
    pass(10_000);
    expect(journal.record("PLAYING", 500)).toMatchObject({ sequence: 2, elapsedMs: 11_500, watchedDeltaMs: 10_000, watchedMs: 10_000 });
    pass(4_000);
    expect(journal.record("PAUSED", 504)).toMatchObject({ sequence: 3, watchedDeltaMs: 4_000, watchedMs: 14_000 });
  });

  it("counts nothing while paused, buffering or seeking", () => {
    const { journal, pass } = journalAt();
    journal.record("STARTED", 0);
    pass(1_000);
    journal.record("PAUSED", 1);
    pass(20_000);
    expect(journal.record("PLAYING", 1)).toMatchObject({ watchedDeltaMs: 0, watchedMs: 1_000 });
    pass(1_000);
    journal.record("BUFFERING", 2);
    pass(5_000);
    journal.record("PLAYING", 2);
    pass(1_000);
    journal.hold();
    pass(3_000);
    expect(journal.record("SEEKED", 30)).toMatchObject({ watchedDeltaMs: 1_000, watchedMs: 3_000 });
  });

  it("has deltas that add up to its total, at any fraction of a millisecond", () => {
    const { journal, pass } = journalAt();
    const events = [journal.record("STARTED", 0)];
    for (let index = 0; index < 200; index += 1) {
      pass(33.333 + index / 7);
      events.push(journal.record("PLAYING", index));
    }
    const sum = events.reduce((total, event) => total + event.watchedDeltaMs, 0);
    expect(sum).toBe(events.at(-1)?.watchedMs);
    expect(sum).toBe(events.at(-1)?.elapsedMs);
    expect(events.every((event) => Number.isInteger(event.watchedDeltaMs) && Number.isInteger(event.elapsedMs))).toBe(true);
  });

  it("does not count the time that a computer slept", () => {
    const { journal, pass } = journalAt();
    journal.record("STARTED", 0);
    pass(10_000);
    journal.record("PLAYING", 10);
    pass(3_600_000);
    expect(journal.record("PLAYING", 10)).toMatchObject({ elapsedMs: 3_610_000, watchedDeltaMs: 0, watchedMs: 10_000 });
  });

  it("never says a position before the film's beginning", () => {
    expect(journalAt().journal.record("STARTED", -0.02).positionSeconds).toBe(0);
  });
});

function journalAt() {
  let nowMs = 12_345.678;
  const journal = new Journal(() => nowMs);
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { journal, pass };
}
