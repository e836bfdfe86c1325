import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PlaybackEventInput, ReportStatus } from "../graphql/generated/graphql.ts";
import { type Delivery, ReportQueue } from "./report-queue.ts";

describe("a report queue", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("sends the first event at once and what gathers meanwhile in one report", async () => {
    const { queue, sent, answer } = queueOf();
    queue.add(event(1));
    queue.add(event(2));
    queue.add(event(3));
    expect(sent).toEqual([[1]]);
    await answer("ACCEPTED");
    expect(sent).toEqual([[1], [2, 3]]);
  });

  it("is done with an event that is accepted, refused or too late", async () => {
    for (const status of ["ACCEPTED", "REFUSED", "TOO_LATE"] as const) {
      const { queue, sent, settled, answer } = queueOf();
      queue.add(event(1));
      await answer(status);
      await queue.drained();
      expect(settled).toEqual([1]);
      expect(sent).toHaveLength(1);
    }
  });

  it("sends an event again after the time that the server asked for", async () => {
    const { queue, sent, settled, answer } = queueOf();
    queue.add(event(1));
    await answer("TRY_AGAIN", 7);
    await vi.advanceTimersByTimeAsync(6_999);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual([[1], [1]]);
    await answer("ACCEPTED");
    expect(settled).toEqual([1]);
  });

  it("sends an event again that the answer forgot", async () => {
    const { queue, sent, deliver } = queueOf();
    queue.add(event(1));
    await deliver({ outcome: "answered", events: [] });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent).toEqual([[1], [1]]);
  });

  it("backs off when nothing answers, up to half a minute, and never gives up", async () => {
    const { queue, sent, fail } = queueOf();
    queue.add(event(1));
    for (const waitMs of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
      const before = sent.length;
      await fail();
      await vi.advanceTimersByTimeAsync(waitMs - 1);
      expect(sent).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(sent).toHaveLength(before + 1);
    }
  });

  it("tries at once when the network is back", async () => {
    const { queue, sent, fail } = queueOf();
    queue.add(event(1));
    await fail();
    queue.retryNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual([[1], [1]]);
  });

  it("sends at most a hundred events in a report", async () => {
    const { queue, sent, answer } = queueOf();
    for (let sequence = 1; sequence <= 251; sequence += 1) queue.add(event(sequence));
    for (let report = 0; report < 4; report += 1) await answer("ACCEPTED");
    expect(sent.map((sequences) => sequences.length)).toEqual([1, 100, 100, 50]);
  });

  it("drops everything when the session's token is not the server's", async () => {
    const { queue, sent, settled, rejected, deliver } = queueOf();
    queue.add(event(1));
    queue.add(event(2));
    await deliver({ outcome: "invalidToken" });
    await queue.drained();
    expect(settled).toEqual([1, 2]);
    expect(rejected).toHaveBeenCalledOnce();
    expect(sent).toHaveLength(1);
  });

  it("does not repeat for ever what the server cannot read", async () => {
    const { queue, sent, settled, deliver } = queueOf();
    queue.add(event(1));
    await deliver({ outcome: "malformed" });
    await queue.drained();
    expect(settled).toEqual([1]);
    expect(sent).toHaveLength(1);
  });

  it("keeps the newest ten thousand when nothing answers for a day", async () => {
    const { queue, settled } = queueOf();
    for (let sequence = 1; sequence <= 10_003; sequence += 1) queue.add(event(sequence));
    expect(settled).toEqual([1, 2, 3]);
  });
});

function queueOf() {
  const sent: number[][] = [];
  const settled: number[] = [];
  const rejected = vi.fn();
  let current: PromiseWithResolvers<Delivery> | undefined;
  let events: readonly PlaybackEventInput[] = [];
  const queue = new ReportQueue({
    send: (batch) => {
      events = batch;
      sent.push(batch.map((each) => each.sequence));
      current = Promise.withResolvers();
      return current.promise;
    },
    settled: (sequences) => settled.push(...sequences),
    rejected,
    random: () => 1,
  });
  const deliver = async (delivery: Delivery) => {
    current?.resolve(delivery);
    await vi.advanceTimersByTimeAsync(0);
  };
  const fail = async () => {
    current?.reject(new Error("no network"));
    await vi.advanceTimersByTimeAsync(0);
  };
  const answer = (status: ReportStatus, retryAfterSeconds: number | null = null) =>
    deliver({ outcome: "answered", events: events.map(({ sequence }) => ({ sequence, status, retryAfterSeconds })) });
  return { queue, sent, settled, rejected, deliver, fail, answer };
}

function event(sequence: number): PlaybackEventInput {
  return { sequence, kind: "PLAYING", elapsedMs: sequence * 10, positionSeconds: sequence, watchedDeltaMs: 10, watchedMs: sequence * 10 };
}
