import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Progress } from "../domain/import-job.ts";
import { overallPercent, reportProgress } from "./report-progress.ts";

const job = { id: "job", leaseId: "lease", playableId: "film", sourceUrl: "upload:1", attempt: 1 };

describe("the progress of a job", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["performance", "setInterval", "clearInterval"] }));
  afterEach(() => void vi.useRealTimers());

  function reporting(answer: () => Promise<boolean> = async () => true) {
    const written: Progress[] = [];
    const changed = vi.fn(async () => {});
    const lost = vi.fn();
    const queue = {
      report: async (_job: unknown, progress: Progress) => {
        written.push(progress);
        return answer();
      },
    };
    const reporter = reportProgress({ queue, changed, logger: pino({ level: "silent" }) }, job, lost);
    return { reporter, written, changed, lost };
  }

  it("is written once a second at most, whatever happens in between", async () => {
    const { reporter, written, changed } = reporting();
    for (let percent = 0; percent <= 100; percent += 1) {
      reporter.onPhase("TRANSCODING", percent);
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(written.length).toBeLessThanOrEqual(7);
    expect(changed).toHaveBeenCalledTimes(written.length);
    await reporter[Symbol.asyncDispose]();
  });

  it("is written every three seconds when nothing changes, which tells nobody", async () => {
    const { reporter, written, changed } = reporting();
    await vi.advanceTimersByTimeAsync(12_500);
    expect(written.length).toBeGreaterThanOrEqual(4);
    expect(written.length).toBeLessThanOrEqual(5);
    expect(changed).toHaveBeenCalledTimes(1);
    await reporter[Symbol.asyncDispose]();
  });

  it("goes on when the database does not answer for a while, and ends when the lease is lost", async () => {
    let answer = (): Promise<boolean> => Promise.reject(new Error("no database"));
    const { reporter, written, lost } = reporting(() => answer());
    await vi.advanceTimersByTimeAsync(2_500);
    expect(lost).not.toHaveBeenCalled();
    answer = async () => false;
    await vi.advanceTimersByTimeAsync(1_500);
    expect(lost).toHaveBeenCalledTimes(1);
    const { length } = written;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(written).toHaveLength(length);
    await reporter[Symbol.asyncDispose]();
  });

  it("runs through the phases from 0 to below 100, and keeps within each", () => {
    const phases = ["PROBING", "TRANSCODING", "VERIFYING"] as const;
    const percents = phases.flatMap((phase) => [-1, 0, 33.33, 100, 1_000].map((percent) => overallPercent(phase, percent)));
    expect(percents).toEqual(percents.toSorted((a, b) => a - b));
    expect([percents[0], percents.at(-1)]).toEqual([0, 99.5]);
  });
});
