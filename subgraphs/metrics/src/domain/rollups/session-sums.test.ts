import { describe, expect, it } from "vitest";
import { eventsOf, randomWatchings, seeded, shuffled, viewEvent } from "../../../tests/watching.ts";
import { SessionSums } from "./session-sums.ts";

/** `[sequence, delta, total]` each. */
type Said = readonly [number, number, number];

function inconsistent(...said: readonly Said[]): readonly string[] {
  const sums = new SessionSums();
  for (const [sequence, watchedDeltaMs, watchedMs] of said)
    sums.add(viewEvent({ sessionId: "alice's", sequence, watchedDeltaMs, watchedMs }));
  return sums.inconsistent();
}

describe("adding up sessions", () => {
  it.each<{ what: string; said: readonly Said[] }>([
    {
      what: "says another total than its deltas make",
      said: [
        [1, 10, 10],
        [2, 10, 25],
      ],
    },
    { what: "has watched before its first event", said: [[1, 10, 20]] },
    {
      what: "counts a stretch twice, under a sequence used again",
      said: [
        [1, 10, 10],
        [2, 10, 20],
        [2, 10, 20],
      ],
    },
    {
      what: "counts a stretch twice, across a gap",
      said: [
        [1, 10, 10],
        [4, 30, 30],
      ],
    },
    {
      what: "lost what an event replaced, under a sequence used again",
      said: [
        [4, 10, 40],
        [5, 8, 58],
        [6, 10, 68],
      ],
    },
    {
      what: "goes back in its total",
      said: [
        [7, 10, 70],
        [8, 10, 65],
      ],
    },
  ])("names a session that $what", ({ said }) => {
    expect(inconsistent(...said)).toEqual(["alice's"]);
    expect(inconsistent(...[...said].reverse())).toEqual(["alice's"]);
  });

  it.each<{ what: string; said: readonly Said[] }>([
    {
      what: "adds up",
      said: [
        [1, 10, 10],
        [2, 0, 10],
        [3, 5, 15],
      ],
    },
    {
      what: "was cut at the beginning",
      said: [
        [7, 10, 70],
        [8, 10, 80],
      ],
    },
    {
      what: "misses an event that is late, or never came",
      said: [
        [1, 10, 10],
        [3, 10, 30],
      ],
    },
    {
      what: "misses its first event",
      said: [
        [2, 10, 20],
        [3, 10, 30],
      ],
    },
    { what: "was never watched", said: [[1, 0, 0]] },
  ])("claims nothing of a session that $what", ({ said }) => {
    expect(inconsistent(...said)).toEqual([]);
  });

  it("keeps sources apart, and leaves the attempt out", () => {
    const sums = new SessionSums();
    sums.add(viewEvent({ source: "SERVER", sequence: 0, watchedDeltaMs: 0, watchedMs: 0 }));
    sums.add(viewEvent({ source: "GRAPH", sequence: 1, watchedDeltaMs: 10, watchedMs: 10 }));
    for (const sequence of [1, 2]) sums.add(viewEvent({ source: "CMCD", sequence, watchedDeltaMs: 0, watchedMs: 0 }));
    expect(sums.inconsistent()).toEqual([]);
  });

  it.each([1, 2, 3])("claims nothing of honest devices, whatever is missing and wherever it is cut (seed %i)", (seed) => {
    const random = seeded(seed);
    const events = shuffled(randomWatchings(random, 200).flatMap(eventsOf), random).filter(() => random() < 0.8);
    const cut = events.filter(({ startedAtMs, elapsedMs }) => (startedAtMs + elapsedMs) % 3_600_000 < 1_800_000);
    for (const some of [events, cut]) {
      const sums = new SessionSums();
      for (const event of some) sums.add(event);
      expect(sums.inconsistent()).toEqual([]);
    }
  });
});
