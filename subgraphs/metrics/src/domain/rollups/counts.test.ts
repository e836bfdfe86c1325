import { minuteOf } from "@marquee/view-events";
import { describe, expect, it } from "vitest";
import { eventsOf, randomWatchings, recountByHand, seeded, shuffled, viewEvent } from "../../../tests/watching.ts";
import { addCounts, countEvents, noCounts } from "./counts.ts";

describe("counting events", () => {
  it.each([
    { watchedDeltaMs: 0, watchedMs: 0, plays: 0 },
    { watchedDeltaMs: 1, watchedMs: 1, plays: 1 },
    { watchedDeltaMs: 10_000, watchedMs: 10_000, plays: 1 },
    { watchedDeltaMs: 10_000, watchedMs: 10_001, plays: 0 },
    { watchedDeltaMs: 0, watchedMs: 10_000, plays: 0 },
  ])("finds $plays plays in $watchedDeltaMs ms of $watchedMs ms", ({ plays, ...watched }) => {
    expect(countEvents([viewEvent(watched)])).toMatchObject({ plays, watchMs: watched.watchedDeltaMs });
  });

  it.each([
    { durationSeconds: 5_400, watchedDeltaMs: 10_000, watchedMs: 29_999, views: 0 },
    { durationSeconds: 5_400, watchedDeltaMs: 10_000, watchedMs: 30_000, views: 1 },
    { durationSeconds: 5_400, watchedDeltaMs: 10_000, watchedMs: 39_999, views: 1 },
    { durationSeconds: 5_400, watchedDeltaMs: 10_000, watchedMs: 40_000, views: 0 },
    { durationSeconds: 5_400, watchedDeltaMs: 40_000, watchedMs: 40_000, views: 1 },
    { durationSeconds: 5_400, watchedDeltaMs: 0, watchedMs: 30_000, views: 0 },
    { durationSeconds: null, watchedDeltaMs: 1, watchedMs: 30_000, views: 1 },
    { durationSeconds: 60, watchedDeltaMs: 1, watchedMs: 29_999, views: 0 },
    { durationSeconds: 60, watchedDeltaMs: 1, watchedMs: 30_000, views: 1 },
    { durationSeconds: 45, watchedDeltaMs: 1, watchedMs: 22_499, views: 0 },
    { durationSeconds: 45, watchedDeltaMs: 1, watchedMs: 22_500, views: 1 },
    { durationSeconds: 45, watchedDeltaMs: 1, watchedMs: 30_000, views: 0 },
    { durationSeconds: 0.5, watchedDeltaMs: 249, watchedMs: 249, views: 0 },
    { durationSeconds: 0.5, watchedDeltaMs: 250, watchedMs: 250, views: 1 },
  ])("finds $views views where $watchedDeltaMs ms make it $watchedMs ms of $durationSeconds s", ({ views, ...watched }) => {
    expect(countEvents([viewEvent(watched)]).views).toBe(views);
  });

  it("counts event 0 as an attempt, and as nothing else", () => {
    const attempt = viewEvent({ source: "SERVER", sequence: 0, kind: "ATTEMPT", elapsedMs: 0, watchedDeltaMs: 0, watchedMs: 0 });
    expect(countEvents([attempt])).toEqual({ ...noCounts, attempts: 1 });
  });

  it("finds nothing in a window that was touched and never written", () => {
    expect(countEvents([])).toEqual(noCounts);
  });

  it.each([1, 2, 3, 4, 5])("finds what a recount by hand finds, in any order, however split into windows (seed %i)", (seed) => {
    const random = seeded(seed);
    const watchings = randomWatchings(random, 100);
    const events = shuffled(watchings.flatMap(eventsOf), random);
    const byWindow = [...Map.groupBy(events, (event) => `${event.playableId} ${minuteOf(event)}`).values()];

    const expected = recountByHand(watchings);
    expect(expected.views).toBeGreaterThan(0);
    expect(countEvents(events)).toEqual(expected);
    expect(byWindow.map(countEvents).reduce(addCounts)).toEqual(expected);
  });
});
