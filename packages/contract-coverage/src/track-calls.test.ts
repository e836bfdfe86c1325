import { expect, it } from "vitest";
import { trackCalls } from "./index.ts";

class Counter {
  #count = 0;
  readonly unit = "films";
  get count(): number {
    return this.#count;
  }
  add(by: number): number {
    this.#count += by;
    return this.#count;
  }
  addTwo(): number {
    return this.add(2);
  }
  async [Symbol.asyncDispose](): Promise<void> {}
}

it("names the methods that were never called, inherited ones too", async () => {
  class LoudCounter extends Counter {
    shout = () => "!";
  }
  const { tracked, expectAllCalled } = trackCalls(new LoudCounter());
  expect(expectAllCalled).toThrow("The suite never calls shout, add, addTwo, Symbol(Symbol.asyncDispose).");
  expect(tracked.addTwo()).toBe(2);
  expect(expectAllCalled).toThrow("The suite never calls shout, add, Symbol(Symbol.asyncDispose).");
  tracked.shout();
  expect(tracked.add(1)).toBe(3);
  await tracked[Symbol.asyncDispose]();
  expect(expectAllCalled).not.toThrow();
});

it("leaves values as they are", () => {
  const { tracked } = trackCalls(new Counter());
  tracked.add(5);
  expect([tracked.count, tracked.unit, tracked instanceof Counter]).toEqual([5, "films", true]);
});

it("adds up what a suite calls of several objects", () => {
  const called = new Set<PropertyKey>();
  const make = () => trackCalls({ read: () => 1, write: () => 2 }, called);
  make().tracked.read();
  expect(make().expectAllCalled).toThrow("write");
  make().tracked.write();
  expect(make().expectAllCalled).not.toThrow();
});
