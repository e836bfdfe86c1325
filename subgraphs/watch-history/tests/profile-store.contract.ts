import { type Tracked, trackCalls } from "@marquee/contract-coverage";
import type { StoredEvent } from "@marquee/view-events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resumeChangesOf, watchingChangesOf } from "../src/domain/profile-changes.ts";
import { IN_PROGRESS_LIMIT, type ProfileStore } from "../src/domain/profile-store.ts";
import { seededRandom, shuffled } from "./seeded-random.ts";

export interface ProfileStoreUnderTest extends AsyncDisposable {
  readonly store: ProfileStore;
}

const START = Date.UTC(2026, 0, 15, 20);

/** What every profile store does. Each test has profiles of its own. */
export function profileStoreContract(name: string, open: () => Promise<ProfileStoreUnderTest>): void {
  describe(`profiles in ${name}`, () => {
    let opened: ProfileStoreUnderTest;
    let store: ProfileStore;
    let calls: Tracked<ProfileStore>;
    beforeAll(async () => {
      opened = await open();
      calls = trackCalls(opened.store);
      store = calls.tracked;
    });
    afterAll(() => opened[Symbol.asyncDispose]());

    const record = (...events: readonly StoredEvent[]) => store.record(resumeChangesOf(events), watchingChangesOf(events));
    const positions = async (profileId: string) => (await store.resumePoints(profileId, ["tidewater"])).map((p) => p.positionSeconds);
    const playables = async (profileId: string, first = 20) => (await store.inProgress(profileId, first)).map((p) => p.playableId);

    describe("resume points", () => {
      it("say where, how long the film is, and when it was", async () => {
        await record(watched({ profileId: "a", positionSeconds: 12.5, elapsedMs: 20_000 }));
        const point = { playableId: "tidewater", positionSeconds: 12.5, durationSeconds: 60, isFinished: false };
        expect(await store.resumePoints("a", ["tidewater", "never begun"])).toEqual([{ ...point, updatedAtMs: START + 20_000 }]);
        expect(await store.resumePoints("a", [])).toEqual([]);
        expect(await store.resumePoints("a", ["any \0 text"])).toEqual([]);
      });

      it("leave an unknown duration unknown", async () => {
        await record(watched({ profileId: "b", durationSeconds: null }));
        expect(await store.resumePoints("b", ["tidewater"])).toMatchObject([{ durationSeconds: undefined, isFinished: false }]);
      });

      it("belong to one profile", async () => {
        await record(watched({ profileId: "c" }));
        expect(await positions("another")).toEqual([]);
      });

      it("follow the latest thing done on any device, whichever report arrives last", async () => {
        const phone = watched({ profileId: "d", sessionId: "phone", elapsedMs: 50_000, positionSeconds: 50 });
        const tv = watched({ profileId: "d", sessionId: "tv", elapsedMs: 40_000, positionSeconds: 20 });
        await record(phone);
        await record(tv);
        expect(await positions("d")).toEqual([50]);
      });

      it("are not moved by a device that stays paused, and are moved by seeking", async () => {
        await record(watched({ profileId: "e", positionSeconds: 10 }));
        await record(still({ profileId: "e", kind: "PAUSED", elapsedMs: 30_000, positionSeconds: 3 }));
        expect(await positions("e")).toEqual([10]);
        await record(still({ profileId: "e", kind: "SEEKED", elapsedMs: 40_000, positionSeconds: 45 }));
        expect(await positions("e")).toEqual([45]);
      });

      it("take the content that was received later of one event sent twice", async () => {
        const first = watched({ profileId: "f", positionSeconds: 30 });
        const second = { ...first, positionSeconds: 20, receivedAtMs: first.receivedAtMs + 0.001 };
        await record(second);
        await record(first);
        expect(await positions("f")).toEqual([20]);
      });

      it("are hidden up to a moment, and shown again by what is watched later", async () => {
        await record(watched({ profileId: "g", elapsedMs: 20_000 }));
        await store.hideResumePoint("g", "tidewater", START + 30_000);
        await record(watched({ profileId: "g", sessionId: "late report", elapsedMs: 25_000 }));
        expect([await positions("g"), await playables("g")]).toEqual([[], []]);
        await record(watched({ profileId: "g", elapsedMs: 40_000, positionSeconds: 21 }));
        await store.hideResumePoint("g", "tidewater", START + 10_000);
        expect([await positions("g"), await playables("g")]).toEqual([[21], ["tidewater"]]);
      });
    });

    describe("what is in progress", () => {
      it("is the latest first", async () => {
        await record(
          watched({ profileId: "h", playableId: "older", elapsedMs: 10_000 }),
          watched({ profileId: "h", playableId: "latest", elapsedMs: 30_000 }),
          watched({ profileId: "h", playableId: "newer", elapsedMs: 20_000 }),
        );
        expect(await playables("h")).toEqual(["latest", "newer", "older"]);
        expect(await playables("h", 1)).toEqual(["latest"]);
      });

      it.each([
        ["95 % of it were watched", watched({ positionSeconds: 57 })],
        ["the player said so while watching", watched({ kind: "ENDED", positionSeconds: 40 })],
        ["the player said so afterwards", still({ kind: "ENDED", positionSeconds: 40, elapsedMs: 60_000 })],
      ])("leaves out what is finished because %s, until it is watched again", async (why, end) => {
        const profileId = `i ${why}`;
        await record(watched({ profileId, positionSeconds: 30, elapsedMs: 30_000 }));
        await record({ ...end, profileId, elapsedMs: 60_000 });
        expect(await playables(profileId)).toEqual([]);
        expect(await store.resumePoints(profileId, ["tidewater"])).toMatchObject([{ isFinished: true }]);
        await record(watched({ profileId, sessionId: "again", startedAtMs: START + 120_000, positionSeconds: 5 }));
        expect(await playables(profileId)).toEqual(["tidewater"]);
      });

      it("still has what is just short of its end", async () => {
        await record(watched({ profileId: "j", positionSeconds: 56.999 }));
        expect(await playables("j")).toEqual(["tidewater"]);
      });

      it("is at most 200 titles", async () => {
        const events = Array.from({ length: IN_PROGRESS_LIMIT + 5 }, (_, index) =>
          watched({ profileId: "k", playableId: `film ${index}`, sessionId: `${index}`, elapsedMs: 1_000 + index }),
        );
        await record(...events);
        const all = await playables("k", 1_000);
        expect([all.length, all[0]]).toEqual([IN_PROGRESS_LIMIT, `film ${IN_PROGRESS_LIMIT + 4}`]);
      });
    });

    describe("history", () => {
      const sessions = async (profileId: string) => (await store.history(profileId, 100, undefined)).map((watching) => watching.sessionId);

      it("says what was watched, for how long and where it was last", async () => {
        await record(
          watched({ profileId: "l", elapsedMs: 10_000, watchedMs: 9_000, positionSeconds: 9 }),
          still({ profileId: "l", kind: "PAUSED", elapsedMs: 30_000, watchedMs: 19_000, positionSeconds: 19, sequence: 2 }),
        );
        const watching = { playableId: "tidewater", startedAtMs: START, sessionId: "session", watchedMs: 19_000, positionSeconds: 19 };
        expect(await store.history("l", 10, undefined)).toEqual([watching]);
      });

      it("has nothing of a film that was opened and not watched", async () => {
        await record(still({ profileId: "m", kind: "STARTED" }), still({ profileId: "m", kind: "STOPPED", sequence: 2 }));
        expect(await sessions("m")).toEqual([]);
      });

      it("pages by key, the latest start first, and none twice or left out", async () => {
        const starts = [0, 0, 0, 1, 2, 2, 3].map((minutes, index) =>
          watched({ profileId: "n", sessionId: `s${index}`, startedAtMs: START + minutes * 60_000 }),
        );
        await record(...starts);
        const seen: string[] = [];
        for (let page = await store.history("n", 2, undefined); page.length > 0; page = await store.history("n", 2, page.at(-1))) {
          seen.push(...page.map(({ sessionId }) => sessionId));
        }
        expect(seen).toEqual(["s6", "s5", "s4", "s3", "s2", "s1", "s0"]);
      });

      it("hides what was removed for good, for its own profile alone", async () => {
        const key = { startedAtMs: START, sessionId: "removed" };
        await record(watched({ profileId: "o", sessionId: "removed" }), watched({ profileId: "o", sessionId: "kept" }));
        expect(await store.removeWatching("another", key)).toBe(false);
        expect(await store.removeWatching("o", key)).toBe(true);
        expect(await store.removeWatching("o", key)).toBe(true);
        await record(watched({ profileId: "o", sessionId: "removed", elapsedMs: 50_000, sequence: 9 }));
        expect(await sessions("o")).toEqual(["kept"]);
        expect(await store.removeWatching("o", { ...key, sessionId: "never was" })).toBe(false);
      });
    });

    describe("last reports", () => {
      const key = (profileId: string, sessionId = "session") => ({ profileId, sessionId, startedAtMs: START });

      it("say when a session was last heard of and what its latest moment was, watched or not", async () => {
        await record(still({ profileId: "p", kind: "STARTED", elapsedMs: 0, receivedAtMs: START + 0.125 }));
        expect(await store.lastReports([key("p")])).toEqual([{ receivedAtMs: START + 0.125, kind: "STARTED" }]);
        await record(
          watched({ profileId: "p", elapsedMs: 10_000, receivedAtMs: START + 10_000 }),
          still({ profileId: "p", kind: "PAUSED", elapsedMs: 12_000, sequence: 2, receivedAtMs: START + 12_000 }),
        );
        expect(await store.lastReports([key("p")])).toEqual([{ receivedAtMs: START + 12_000, kind: "PAUSED" }]);
        expect(await store.history("p", 10, undefined)).toHaveLength(1);
      });

      it("count a late report as heard, and not as what happened last", async () => {
        const stopped = still({ profileId: "q", kind: "STOPPED", elapsedMs: 30_000, sequence: 3, receivedAtMs: START + 30_000 });
        const late = watched({ profileId: "q", elapsedMs: 10_000, receivedAtMs: START + 60_000 });
        for (const profileId of ["q", "q at once"]) {
          const events = [stopped, late].map((event) => ({ ...event, profileId }));
          if (profileId === "q") for (const event of events) await record(event);
          else await record(...events);
          expect(await store.lastReports([key(profileId)])).toEqual([{ receivedAtMs: START + 60_000, kind: "STOPPED" }]);
        }
      });

      it("are answered in the order asked, for sessions of many profiles, and are nothing where no device reported", async () => {
        const attempt = still({ profileId: "r", sessionId: "attempt", source: "SERVER", sequence: 0, kind: "ATTEMPT", elapsedMs: 0 });
        await record(attempt, still({ profileId: "r", kind: "BUFFERING" }), still({ profileId: "s", kind: "FAILED" }));
        const asked = [key("s"), key("r", "attempt"), key("r"), key("r \0"), key("s", "never was"), key("s")];
        const kinds = (await store.lastReports(asked)).map((report) => report?.kind);
        expect(kinds).toEqual(["FAILED", undefined, "BUFFERING", undefined, undefined, "FAILED"]);
        expect(await store.lastReports([])).toEqual([]);
      });

      it("make no history entry that could be removed", async () => {
        await record(still({ profileId: "t", kind: "STARTED" }));
        expect(await store.removeWatching("t", key("t"))).toBe(false);
      });
    });

    describe("pseudonyms", () => {
      it("are one for each profile, the same ever after, and none is its own name", async () => {
        const first = await store.pseudonyms(["u", "v"]);
        const again = await store.pseudonyms(["w", "v", "u"]);
        expect([again.get("u"), again.get("v")]).toEqual([first.get("u"), first.get("v")]);
        expect(new Set([...again.values(), "u", "v", "w"]).size).toBe(6);
      });

      it("are one for a profile that many ask for at once", async () => {
        const answers = await Promise.all(Array.from({ length: 20 }, () => store.pseudonyms(["x", "y", "z"])));
        const later = await store.pseudonyms(["x", "y", "z"]);
        for (const answer of answers) expect(answer).toEqual(later);
      });
    });

    describe("erasing a profile", () => {
      const everything = async (profileId: string) => ({
        points: await store.resumePoints(profileId, ["tidewater"]),
        inProgress: await store.inProgress(profileId, 20),
        history: await store.history(profileId, 20, undefined),
        heard: await store.lastReports([{ profileId, sessionId: "session", startedAtMs: START }]),
        pseudonyms: await store.pseudonyms([profileId]),
      });
      const nothing = { points: [], inProgress: [], history: [], heard: [undefined], pseudonyms: new Map() };

      it("leaves nothing of it, and all of another", async () => {
        for (const profileId of ["erased", "other"]) await record(watched({ profileId }));
        await store.pseudonyms(["erased", "other"]);
        const before = await everything("other");
        for (const _ of ["once", "again"]) await store.erase("erased");
        expect(await everything("erased")).toEqual(nothing);
        expect(await everything("other")).toEqual(before);
        expect(before.points).toHaveLength(1);
      });

      it("takes nothing more of it, neither late reports nor new ones", async () => {
        await record(watched({ profileId: "still playing" }));
        await store.erase("still playing");
        const now = Date.now();
        await record(
          watched({ profileId: "still playing", elapsedMs: 5_000, sequence: 2 }),
          watched({ profileId: "still playing", sessionId: "session", startedAtMs: now, elapsedMs: 1_000, receivedAtMs: now + 1_000 }),
        );
        await store.hideResumePoint("still playing", "tidewater", now);
        expect(await everything("still playing")).toEqual(nothing);
        expect(await store.history("still playing", 20, undefined)).toEqual([]);
      });

      it("outruns reports that are just being written", async () => {
        const reports = Array.from({ length: 30 }, (_, index) =>
          record(watched({ profileId: "racing", sequence: index + 1, elapsedMs: 10_000 + index })),
        );
        await Promise.all([...reports, store.erase("racing")]);
        expect(await everything("racing")).toEqual(nothing);
      });

      it("erases one that was never heard of", async () => {
        await store.erase("unheard of");
        await record(watched({ profileId: "unheard of" }));
        expect(await everything("unheard of")).toEqual(nothing);
      });
    });

    it.each([1, 2, 3, 4, 5, 6, 7, 8])("ends in the same state whatever order events come in, and how often (seed %i)", async (seed) => {
      const random = seededRandom(seed);
      const events = twoDevices(random);
      const endState = async (profileId: string) => ({
        points: await store.resumePoints(profileId, ["tidewater", "lanterns"]).then((points) => points.toSorted(byPlayable)),
        inProgress: await store.inProgress(profileId, 20),
        history: await store.history(profileId, 20, undefined),
      });
      for (const arrangement of ["in order", "shuffled", "shuffled again", "all at once"]) {
        const profileId = `${seed} ${arrangement}`;
        const repeats = events.filter(() => random() < 0.5);
        const arranged = arrangement.startsWith("shuffled") ? shuffled([...events, ...repeats], random) : events;
        const received = arranged.map((event, index) => ({ ...event, profileId, receivedAtMs: START + index }));
        for (const batch of arrangement === "all at once" ? [received] : inBatches(received, random)) await record(...batch);
      }
      const [inOrder, ...others] = await Promise.all(
        ["in order", "shuffled", "shuffled again", "all at once"].map((arrangement) => endState(`${seed} ${arrangement}`)),
      );
      expect(inOrder?.history).toHaveLength(4);
      for (const other of others) expect(other).toEqual(inOrder);
      expect(inOrder?.points.map(({ positionSeconds }) => positionSeconds)).toEqual(["lanterns", "tidewater"].map(lastMoved(events)));
    });

    it("exercises every method of the interface", () => calls.expectAllCalled());
  });
}

/** A moment in which ten seconds were watched. */
function watched(change: Partial<StoredEvent>): StoredEvent {
  return {
    sessionId: "session",
    source: "GRAPH",
    sequence: 1,
    kind: "PLAYING",
    playableId: "tidewater",
    profileId: "alice",
    startedAtMs: START,
    elapsedMs: 10_000,
    positionSeconds: 10,
    watchedDeltaMs: 10_000,
    watchedMs: 10_000,
    durationSeconds: 60,
    receivedAtMs: START + 10_000,
    ...change,
  };
}

/** A moment in which nothing was watched. */
function still(change: Partial<StoredEvent>): StoredEvent {
  return watched({ watchedDeltaMs: 0, watchedMs: 0, ...change });
}

/** Two films on two devices at the same time, with all that viewers do. */
function twoDevices(random: () => number): readonly StoredEvent[] {
  const kinds = ["PLAYING", "PAUSED", "BUFFERING", "SEEKED", "ENDED"] as const;
  return ["phone", "tv"].flatMap((device) =>
    ["tidewater", "lanterns"].flatMap((playableId) => {
      let watchedMs = 0;
      const startedAtMs = START + Math.floor(random() * 3) * 10_000;
      return Array.from({ length: 12 }, (_, index) => {
        const kind = index === 0 ? "PLAYING" : (kinds[Math.floor(random() * kinds.length)] ?? "PLAYING");
        const watchedDeltaMs = index === 0 || random() < 0.5 ? 5_000 : 0;
        watchedMs += watchedDeltaMs;
        const moment = { sequence: index + 1, elapsedMs: (index + 1) * 10_000, positionSeconds: Math.floor(random() * 60) };
        return watched({ ...moment, sessionId: `${device} ${playableId}`, playableId, startedAtMs, kind, watchedDeltaMs, watchedMs });
      });
    }),
  );
}

/** Where the latest event that moves a resume point says it is: the rule itself, without a store. */
function lastMoved(events: readonly StoredEvent[]): (playableId: string) => number | undefined {
  const atMs = ({ startedAtMs, elapsedMs }: StoredEvent) => startedAtMs + elapsedMs;
  return (playableId) =>
    events
      .filter((event) => event.playableId === playableId && (event.kind === "SEEKED" || event.watchedDeltaMs > 0))
      .toSorted((a, b) => atMs(a) - atMs(b) || (a.sessionId < b.sessionId ? -1 : 1))
      .at(-1)?.positionSeconds;
}

function inBatches(events: readonly StoredEvent[], random: () => number): readonly (readonly StoredEvent[])[] {
  const batches: StoredEvent[][] = [[]];
  for (const event of events) {
    if (random() < 0.3) batches.push([]);
    batches.at(-1)?.push(event);
  }
  return batches;
}

function byPlayable(a: { readonly playableId: string }, b: { readonly playableId: string }): number {
  return a.playableId < b.playableId ? -1 : 1;
}
