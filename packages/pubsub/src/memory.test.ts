import { describe, expect, it } from "vitest";
import { memoryPubSub } from "./memory.ts";

describe("pub/sub: memory", () => {
  it("reaches every subscriber of the channel, and no other", async () => {
    const pubSub = memoryPubSub();
    const stop = new AbortController();
    const [one, two, other] = ["a", "a", "b"].map((channel) => pubSub.subscribe(channel, stop.signal));
    const next = Promise.all([one?.next(), two?.next()]);
    const nothing = other?.next();
    await pubSub.publish("a", 1);
    expect(await next).toEqual([
      { done: false, value: 1 },
      { done: false, value: 1 },
    ]);
    stop.abort();
    expect(await nothing).toEqual({ done: true, value: undefined });
  });

  it("shows a slow reader the latest message only", async () => {
    const pubSub = memoryPubSub();
    const messages = pubSub.subscribe("a", new AbortController().signal);
    for (const message of [1, 2, 3]) await pubSub.publish("a", message);
    expect((await messages.next()).value).toBe(3);
    const next = messages.next();
    await pubSub.publish("a", 4);
    expect((await next).value).toBe(4);
  });

  it("ends for a reader who leaves, or was never let in", async () => {
    const pubSub = memoryPubSub();
    const messages = pubSub.subscribe("a", new AbortController().signal);
    const waiting = messages.next();
    await messages.return?.();
    expect((await waiting).done).toBe(true);
    expect((await pubSub.subscribe("a", AbortSignal.abort()).next()).done).toBe(true);
  });
});
