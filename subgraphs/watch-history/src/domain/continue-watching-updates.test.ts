import { memoryPubSub } from "@marquee/pubsub";
import { afterEach, describe, expect, it, vi } from "vitest";
import { continueWatchingUpdates } from "./continue-watching-updates.ts";
import { profileChannel } from "./profile-channel.ts";
import type { ProfileStore, ResumePoint } from "./profile-store.ts";

describe("updates of what to continue", () => {
  const point: ResumePoint = { playableId: "tidewater", positionSeconds: 1, durationSeconds: 60, isFinished: false, updatedAtMs: 1 };
  /** Reads what stands in `lists`, the next each time, the last again and again. */
  const reading = (...lists: readonly (readonly ResumePoint[])[]) => {
    let reads = 0;
    const profiles = { inProgress: async () => lists[Math.min(reads++, lists.length - 1)] ?? [] };
    return { profiles: profiles as Partial<ProfileStore> as ProfileStore, pubSub: memoryPubSub(), reads: () => reads };
  };

  it("end at once for a subscriber who leaves while nothing happens", async () => {
    const updates = continueWatchingUpdates(reading([]), "alice");
    await updates.next();
    const waiting = updates.next();
    await updates.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it("miss no change between the first list and the second", async () => {
    const sources = reading([], [point]);
    const updates = continueWatchingUpdates(sources, "alice");
    expect((await updates.next()).value).toEqual([]);
    await sources.pubSub.publish(profileChannel("alice"), {});
    expect((await updates.next()).value).toEqual([point]);
    await updates.return?.();
  });

  it("say nothing where the list stayed as it was", async () => {
    const sources = reading([point], [point], []);
    const updates = continueWatchingUpdates(sources, "alice");
    await updates.next();
    const changed = updates.next();
    for (const read of [2, 3]) {
      await sources.pubSub.publish(profileChannel("alice"), {});
      await expect.poll(sources.reads, { timeout: 20_000 }).toBe(read);
    }
    expect((await changed).value).toEqual([]);
    await updates.return?.();
  });

  describe("without a wake-up", () => {
    afterEach(() => void vi.useRealTimers());

    it("are read again every ten seconds, since a wake-up may be lost", async () => {
      vi.useFakeTimers();
      const sources = reading([], [], [point]);
      const updates = continueWatchingUpdates(sources, "alice");
      await updates.next();
      const changed = updates.next();
      await vi.advanceTimersByTimeAsync(9_999);
      expect(sources.reads()).toBe(1);
      await vi.advanceTimersByTimeAsync(10_001);
      expect([sources.reads(), (await changed).value]).toEqual([3, [point]]);
      await updates.return?.();
    });

    it("outlive a store that cannot be read for a while", async () => {
      vi.useFakeTimers();
      const sources = reading([], [point]);
      const updates = continueWatchingUpdates(sources, "alice");
      await updates.next();
      const inProgress = vi.spyOn(sources.profiles, "inProgress").mockRejectedValueOnce(new Error("the store is down"));
      const changed = updates.next();
      await vi.advanceTimersByTimeAsync(20_000);
      expect([inProgress.mock.calls.length, (await changed).value]).toEqual([2, [point]]);
      await updates.return?.();
    });

    it("end their waiting when the subscriber leaves", async () => {
      vi.useFakeTimers();
      const updates = continueWatchingUpdates(reading([]), "alice");
      await updates.next();
      void updates.next();
      await vi.advanceTimersByTimeAsync(1);
      await updates.return?.();
      expect(vi.getTimerCount()).toBe(0);
    });
  });
});
