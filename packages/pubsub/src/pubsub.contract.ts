import { type Tracked, trackCalls } from "@marquee/contract-coverage";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PubSub } from "./pubsub.ts";

export interface PubSubUnderTest extends AsyncDisposable {
  readonly pubSub: PubSub;
}

/** What every pub/sub does. */
export function pubSubContract(name: string, open: () => Promise<PubSubUnderTest>): void {
  describe(`pub/sub: ${name}`, () => {
    const called = new Set<PropertyKey>();
    let opened: PubSubUnderTest;
    let underTest: Tracked<PubSub>;
    let pubSub: PubSub;
    let listening: AbortController;
    beforeEach(async () => {
      opened = await open();
      underTest = trackCalls<PubSub>({ publish: opened.pubSub.publish, subscribe: opened.pubSub.subscribe }, called);
      pubSub = underTest.tracked;
      listening = new AbortController();
    });
    afterEach(async () => {
      listening.abort();
      await opened[Symbol.asyncDispose]();
    });

    /** Resolves once the channel's messages reach the subscriber, who has heard nothing else yet. */
    const subscribed = async (channel: string) => {
      const messages = pubSub.subscribe(channel, listening.signal);
      const first = messages.next();
      let hasHeard = false;
      first.then(() => {
        hasHeard = true;
      });
      await vi.waitFor(
        async () => {
          await pubSub.publish(channel, "hello");
          expect(hasHeard).toBe(true);
        },
        { timeout: 20_000 },
      );
      return messages;
    };
    /** The next that is neither of those with which `subscribed` made sure, nor a call without a message. */
    const next = async (messages: AsyncIterableIterator<unknown>) => {
      for (;;) {
        const { done, value } = await messages.next();
        if (done || (value !== "hello" && value !== undefined)) return value;
      }
    };

    it("reaches every subscriber of the channel, and no other", async () => {
      const one = await subscribed("a");
      const two = await subscribed("a");
      const other = await subscribed("b");
      const nothing = next(other);
      await pubSub.publish("a", { film: "Tidewater" });
      expect(await Promise.all([next(one), next(two)])).toEqual([{ film: "Tidewater" }, { film: "Tidewater" }]);
      await pubSub.publish("b", "its own");
      expect(await nothing).toBe("its own");
    });

    it("shows a slow reader the latest message only", async () => {
      const slow = await subscribed("a");
      const quick = await subscribed("a");
      for (const message of [1, 2, 3]) {
        await pubSub.publish("a", message);
        expect(await next(quick)).toBe(message);
      }
      expect(await slow.next()).toEqual({ done: false, value: 3 });
      const waiting = slow.next();
      await pubSub.publish("a", 4);
      expect((await waiting).value).toBe(4);
    });

    it("ends for a reader who leaves, or was never let in, and for no other", async () => {
      const stays = await subscribed("a");
      const leaves = pubSub.subscribe("a", listening.signal);
      await leaves.return?.();
      expect((await leaves.next()).done).toBe(true);
      expect((await pubSub.subscribe("a", AbortSignal.abort()).next()).done).toBe(true);
      await pubSub.publish("a", "still");
      expect(await next(stays)).toBe("still");
      const waiting = next(stays);
      listening.abort();
      expect(await waiting).toBeUndefined();
    });

    it("is heard again by who left and came back", async () => {
      const first = await subscribed("a");
      await first.return?.();
      const second = await subscribed("a");
      const messages: unknown[] = [];
      const hearing = (async () => {
        for await (const message of second) messages.push(message);
      })();
      await vi.waitFor(
        async () => {
          await pubSub.publish("a", "again");
          expect(messages.at(-1)).toBe("again");
        },
        { timeout: 20_000 },
      );
      listening.abort();
      await hearing;
    });

    it("exercises every method of the interface", () => underTest.expectAllCalled());
  });
}
