import { type Tracked, trackCalls } from "@marquee/contract-coverage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProfileStore } from "../src/domain/profile-store.ts";
import type { Rating, TasteStore } from "../src/domain/taste-store.ts";

export interface TasteStoreUnderTest extends AsyncDisposable {
  readonly store: TasteStore;
  /** Of the same profiles: what erases them. */
  readonly profiles: Pick<ProfileStore, "erase">;
}

const NOON = Date.UTC(2026, 0, 15, 12);

/** What every store of tastes does. Each test has profiles of its own. */
export function tasteStoreContract(name: string, open: () => Promise<TasteStoreUnderTest>): void {
  describe(`tastes in ${name}`, () => {
    let opened: TasteStoreUnderTest;
    let calls: Tracked<TasteStore>;
    let store: TasteStore;
    beforeAll(async () => {
      opened = await open();
      calls = trackCalls(opened.store);
      store = calls.tracked;
    });
    afterAll(() => opened[Symbol.asyncDispose]());

    const listed = async (profileId: string) => (await store.watchlist(profileId)).map(({ playableId }) => playableId);
    const rate = (profileId: string, rating: Rating, atMs: number) => store.rate(profileId, "tidewater", { rating, atMs });
    const taste = async (profileId: string) => (await store.tastes(profileId, ["tidewater"])).get("tidewater");

    it("list what was added, the latest first, for its own profile alone", async () => {
      for (const [index, playableId] of ["one", "three", "two"].entries()) await store.addToWatchlist("a", playableId, NOON + index);
      await store.addToWatchlist("a", "at the same time", NOON + 2);
      const times = (await store.watchlist("a")).map(({ playableId, addedAtMs }) => [playableId, addedAtMs - NOON]);
      expect(times).toEqual([
        ["at the same time", 2],
        ["two", 2],
        ["three", 1],
        ["one", 0],
      ]);
      expect(await listed("another")).toEqual([]);
    });

    it("let the later of adding and removing stay, whichever arrives last", async () => {
      await store.addToWatchlist("b", "tidewater", NOON);
      await store.removeFromWatchlist("b", "tidewater", NOON + 10);
      await store.addToWatchlist("b", "tidewater", NOON + 5);
      expect([await listed("b"), await taste("b")]).toEqual([[], undefined]);
      await store.addToWatchlist("b", "tidewater", NOON + 20);
      await store.removeFromWatchlist("b", "tidewater", NOON + 15);
      expect(await store.watchlist("b")).toEqual([{ playableId: "tidewater", addedAtMs: NOON + 20 }]);
    });

    it("put what is added again at the head", async () => {
      for (const [index, playableId] of ["one", "two", "one"].entries()) await store.addToWatchlist("c", playableId, NOON + index);
      expect(await listed("c")).toEqual(["one", "two"]);
    });

    it("remove what was never there without a trace", async () => {
      await store.removeFromWatchlist("d", "never there", NOON);
      expect(await listed("d")).toEqual([]);
    });

    it("let the later rating stay, whichever arrives last, and forget one that was taken back", async () => {
      await rate("e", "LIKE", NOON + 10);
      await rate("e", "DISLIKE", NOON);
      expect(await taste("e")).toEqual({ isInWatchlist: false, rating: "LIKE" });
      await rate("e", "DISLIKE", NOON + 20);
      expect(await taste("e")).toEqual({ isInWatchlist: false, rating: "DISLIKE" });
      await rate("e", "NONE", NOON + 30);
      await rate("e", "LIKE", NOON + 25);
      expect(await taste("e")).toBeUndefined();
    });

    it("say of each playable what the profile says, and leave out the others", async () => {
      await store.addToWatchlist("f", "listed", NOON);
      await store.addToWatchlist("f", "both", NOON);
      await store.rate("f", "both", { rating: "DISLIKE", atMs: NOON });
      await store.rate("f", "rated", { rating: "LIKE", atMs: NOON });
      await store.rate("f", "not asked for", { rating: "LIKE", atMs: NOON });
      const many = Array.from({ length: 450 }, (_, index) => `unknown ${index}`);
      expect(await store.tastes("f", ["listed", "both", "rated", "any \0 text", ...many])).toEqual(
        new Map([
          ["listed", { isInWatchlist: true, rating: "NONE" }],
          ["both", { isInWatchlist: true, rating: "DISLIKE" }],
          ["rated", { isInWatchlist: false, rating: "LIKE" }],
        ]),
      );
      expect(await store.tastes("f", [])).toEqual(new Map());
      expect(await store.tastes("another", ["both"])).toEqual(new Map());
    });

    it("are gone with their profile, and come back with nothing", async () => {
      const say = async (atMs: number) => {
        await store.addToWatchlist("g", "tidewater", atMs);
        await rate("g", "LIKE", atMs);
      };
      await say(Date.now());
      expect(await taste("g")).toEqual({ isInWatchlist: true, rating: "LIKE" });
      await opened.profiles.erase("g");
      for (const round of ["after the erasure", "later"]) {
        expect([round, await listed("g"), await taste("g")]).toEqual([round, [], undefined]);
        await say(Date.now() + 1_000);
      }
    });

    it("exercises every method of the interface", () => calls.expectAllCalled());
  });
}
