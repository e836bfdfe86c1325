import { trackCalls } from "@marquee/contract-coverage";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PartLease, PartLeases } from "../src/domain/live/part-leases.ts";

const PARTS = 3;
const TTL_MS = 400;

export interface LeaseBoard extends AsyncDisposable {
  /** Another member's view of the same leases. */
  join(): PartLeases;
}

/**
 * What all leases of parts do.
 *
 * @param name of the implementation, shown in the results
 * @param open makes a board of so many parts, whose leases last so long, that nobody holds any of
 */
export function partLeasesContract(name: string, open: (parts: number, ttlMs: number) => Promise<LeaseBoard>): void {
  describe(`leases of parts in ${name}`, () => {
    const called = new Set<PropertyKey>();
    let board: LeaseBoard;
    let alice: PartLeases;
    let bob: PartLeases;
    beforeEach(async () => {
      board = await open(PARTS, TTL_MS);
      [alice, bob] = [trackCalls(board.join(), called).tracked, board.join()];
    });
    afterEach(async () => {
      await Promise.all([alice[Symbol.asyncDispose](), bob[Symbol.asyncDispose]()]);
      await board[Symbol.asyncDispose]();
    });

    const claimed = async (leases: PartLeases, part: number): Promise<PartLease> => {
      const lease = await leases.claim(part);
      expect(lease).toMatchObject({ part });
      return lease ?? expect.fail("there is no lease");
    };
    const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 10 * TTL_MS, interval: 20 });

    it("says how many parts there are, and how long a lease lasts", () => {
      expect([alice.parts, alice.ttlMs]).toEqual([PARTS, TTL_MS]);
    });

    it("gives a part to one member at a time, and each part by itself", async () => {
      await claimed(alice, 0);
      expect(await bob.claim(0)).toBeUndefined();
      await claimed(bob, 1);
      expect(await alice.claim(1)).toBeUndefined();
    });

    it("gives it to one of many who ask at once", async () => {
      const members = Array.from({ length: 8 }, () => board.join());
      const leases = await Promise.all(members.map((member) => member.claim(2)));
      expect(leases.filter(Boolean)).toHaveLength(1);
      await Promise.all(members.map((member) => member[Symbol.asyncDispose]()));
    });

    it("gives a part that was given back to the next, under a greater epoch", async () => {
      const first = await claimed(alice, 0);
      await alice.release(first);
      const second = await claimed(bob, 0);
      await bob.release(second);
      const third = await claimed(alice, 0);
      expect(second.epoch).toBeGreaterThan(first.epoch);
      expect(third.epoch).toBeGreaterThan(second.epoch);
    });

    it("gives a member what it holds again under a greater epoch, as after an answer that got lost", async () => {
      const first = await claimed(alice, 0);
      const again = await claimed(alice, 0);
      expect(again.epoch).toBeGreaterThan(first.epoch);
      expect([await alice.renew(first), await alice.renew(again)]).toEqual([false, true]);
    });

    it("gives a part whose lease was not renewed in time to the next, and not a moment before", async () => {
      const begunAtMs = performance.now();
      const first = await claimed(alice, 0);
      const second = await eventually(async () => claimed(bob, 0));
      expect(performance.now() - begunAtMs).toBeGreaterThanOrEqual(TTL_MS - 1);
      expect((second as PartLease).epoch).toBeGreaterThan(first.epoch);
      expect(await alice.renew(first)).toBe(false);
    });

    it("lets a member keep what it renews for as long as it does", async () => {
      const lease = await claimed(alice, 0);
      const begunAtMs = performance.now();
      await vi.waitFor(
        async () => {
          expect(await alice.renew(lease)).toBe(true);
          expect(await bob.claim(0)).toBeUndefined();
          expect(performance.now() - begunAtMs).toBeGreaterThan(2 * TTL_MS);
        },
        { timeout: 20 * TTL_MS, interval: TTL_MS / 4 },
      );
    });

    it("changes nothing for a lease that has become another's", async () => {
      const first = await claimed(alice, 0);
      await alice.release(first);
      const second = await claimed(bob, 0);
      expect(await alice.renew(first)).toBe(false);
      await alice.release(first);
      expect(await bob.renew(second)).toBe(true);
    });

    it("counts the members that are here: who says so, until it leaves or falls silent", async () => {
      expect([await alice.attend(), await bob.attend(), await alice.attend()]).toEqual([1, 2, 2]);
      const carol = board.join();
      expect(await carol.attend()).toBe(3);
      await carol[Symbol.asyncDispose]();
      expect(await alice.attend()).toBe(2);
      await eventually(async () => expect(await alice.attend()).toBe(1));
    });

    it("exercises every method of the interface", () => trackCalls(alice, called).expectAllCalled());
  });
}
