import { memoryPubSub } from "@marquee/pubsub";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type ImportJob, importChannel } from "./import-job.ts";
import { watchImport } from "./watch-import.ts";

const queued: ImportJob = {
  id: "import",
  playableId: "film",
  sourceUrl: "upload:film.mp4",
  state: "QUEUED",
  percent: 0,
  renditions: [],
  createdAt: new Date(0),
};

/** A watching of a job that the test changes, and what it was told. */
function watching() {
  const pubSub = memoryPubSub();
  const left = new AbortController();
  let job = queued;
  const told: number[] = [];
  const ended = (async () => {
    for await (const { percent } of watchImport({ jobs: { byId: async () => job }, pubSub }, job.id, left.signal)) told.push(percent);
  })();
  return {
    told,
    ended,
    left,
    set: (change: Partial<ImportJob>) => {
      job = { ...job, ...change };
    },
    wake: () => pubSub.publish(importChannel(job.id), null),
  };
}

describe("watching an import", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("tells of a change at once when it is woken, and of nothing when nothing changed", async () => {
    const { told, set, wake, left, ended } = watching();
    await vi.advanceTimersByTimeAsync(0);
    set({ state: "TRANSCODING", percent: 40 });
    await wake();
    await vi.advanceTimersByTimeAsync(0);
    await wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual([0, 40]);
    left.abort();
    await ended;
  });

  it("tells of a change within 10 s when the wake-up was lost, and ends with the job", async () => {
    const { told, set, ended } = watching();
    await vi.advanceTimersByTimeAsync(9_000);
    set({ state: "READY", percent: 100 });
    expect(told).toEqual([0]);
    await vi.advanceTimersByTimeAsync(1_000);
    await ended;
    expect(told).toEqual([0, 100]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("leaves no timer behind when it is left", async () => {
    const { ended, left } = watching();
    await vi.advanceTimersByTimeAsync(3_000);
    left.abort();
    await ended;
    expect(vi.getTimerCount()).toBe(0);
  });
});
