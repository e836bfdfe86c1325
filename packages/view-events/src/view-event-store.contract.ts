import { type Tracked, trackCalls } from "@marquee/contract-coverage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StoredEvent, ViewEventStore } from "./view-event-store.ts";
import { minuteOf, windowOf } from "./window-of.ts";

export interface ViewEventStoreUnderTest extends AsyncDisposable {
  readonly store: ViewEventStore;
  /** Whether rows leave when `expire` is called; false where the engine expires them by itself. */
  readonly expiresOnCall: boolean;
}

/**
 * What every view event store does.
 *
 * @param name of the implementation, shown in the results
 * @param open makes an empty store with 16 parts
 */
export function viewEventStoreContract(name: string, open: () => Promise<ViewEventStoreUnderTest>): void {
  describe(`view events in ${name}`, () => {
    let opened: ViewEventStoreUnderTest;
    let calls: Tracked<ViewEventStore>;
    let store: ViewEventStore;
    beforeAll(async () => {
      opened = await open();
      calls = trackCalls(opened.store);
      store = calls.tracked;
    });
    afterAll(() => opened[Symbol.asyncDispose]());

    const read = (event: StoredEvent) => store.read(windowOf(event, store.parts));
    const write = (...events: StoredEvent[]) => store.write(events);

    describe("write", () => {
      it("keeps an event as it was given", async () => {
        const event = viewEvent({ playableId: "kept", positionSeconds: 12.345678901, receivedAtMs: NOW + 0.125 });
        await write(event);
        expect(await read(event)).toEqual([event]);
      });

      it("keeps big numbers, small fractions and an unknown duration", async () => {
        const event = viewEvent({
          playableId: "extremes",
          sequence: 2_147_483_647,
          elapsedMs: 86_400_000,
          positionSeconds: 1e15 + 0.5,
          watchedDeltaMs: 0,
          watchedMs: Number.MAX_SAFE_INTEGER,
          durationSeconds: null,
        });
        const tiny = viewEvent({ playableId: "extremes", sequence: 1, elapsedMs: 86_400_000, positionSeconds: 1e-9 });
        await write(event, tiny);
        expect(await read(event)).toEqual([tiny, event]);
      });

      it("keeps text of any language, quotes and backslashes", async () => {
        const event = viewEvent({ playableId: 'Łódź "\\{}, 雨', profileId: "😀'" });
        await write(event);
        expect(await read(event)).toEqual([event]);
      });

      it("makes one row of a repeat, in one call or several", async () => {
        const event = viewEvent({ playableId: "repeat" });
        await write(event, event);
        await write(event);
        expect(await read(event)).toEqual([event]);
      });

      it("tells events apart by session, source and sequence", async () => {
        const first = viewEvent({ playableId: "identities" });
        const { part } = windowOf(first, store.parts);
        const neighbour = sessionIn(part, store.parts, first.sessionId);
        const others = [{ sequence: 2 }, { source: "SERVER" as const }, { sessionId: neighbour }].map((change) => ({
          ...first,
          ...change,
        }));
        await write(first, ...others);
        expect(await read(first)).toHaveLength(4);
      });

      it.each(["in order", "out of order"])("lets the content stay that was received later, arriving %s", async (order) => {
        const earlier = viewEvent({ playableId: `later ${order}`, positionSeconds: 10 });
        const later = { ...earlier, kind: "PAUSED" as const, positionSeconds: 20, receivedAtMs: earlier.receivedAtMs + 0.001 };
        for (const event of order === "in order" ? [earlier, later] : [later, earlier]) await write(event);
        expect(await read(earlier)).toEqual([later]);
      });

      it("lets the content stay that was received later within one call", async () => {
        const earlier = viewEvent({ playableId: "one call", positionSeconds: 10 });
        const later = { ...earlier, positionSeconds: 20, receivedAtMs: earlier.receivedAtMs + 1 };
        await write(later, earlier);
        expect(await read(earlier)).toEqual([later]);
      });

      it("ends in the same content when two were received at the same moment", async () => {
        const tie = async (attempt: number) => {
          const one = viewEvent({ playableId: `tie forwards ${attempt}`, positionSeconds: 1 });
          const two = { ...one, positionSeconds: 2 };
          const there = [one, two];
          const back = [two, one].map((event) => ({ ...event, playableId: `tie backwards ${attempt}` }));
          for (const event of [...there, ...back]) await write(event);
          return [one, ...back.slice(0, 1)];
        };
        const second = () => Math.floor(Date.now() / 1_000);
        // An engine that expires rows by itself lets the content stay that was written in the later second: so all in the same one.
        let began: number;
        let tied: readonly StoredEvent[];
        let attempt = 0;
        do {
          began = second();
          tied = await tie(attempt++);
        } while (second() !== began);
        const [forwards, backwards] = await Promise.all(tied.map((event) => read(event)));
        expect(forwards).toHaveLength(1);
        expect(forwards?.map(at)).toEqual(backwards?.map(at));
      });

      it("takes many events at once, and many calls at once over the same rows", async () => {
        const events = Array.from({ length: 2_000 }, (_, index) => viewEvent({ playableId: "many", sequence: index + 1 }));
        await Promise.all([write(...events), write(...[...events].reverse()), write(...events.slice(500))]);
        const [first] = events;
        expect(first && (await read(first))).toEqual(events);
      });

      it("takes nothing at all", async () => {
        await expect(store.write([])).resolves.toBeUndefined();
      });
    });

    describe("read", () => {
      it("gives the events of its partition only, by session, source and sequence", async () => {
        const base = viewEvent({ playableId: "ordered" });
        const { part } = windowOf(base, store.parts);
        const sessions = [base.sessionId, sessionIn(part, store.parts, base.sessionId)].sort();
        const inside = sessions.flatMap((sessionId) =>
          (["GRAPH", "SERVER"] as const).flatMap((source) =>
            [2, 9, 10].map((sequence) => viewEvent({ playableId: "ordered", sessionId, source, sequence })),
          ),
        );
        const outside = [
          { ...base, playableId: "ordered, but another" },
          { ...base, elapsedMs: base.elapsedMs + 60_000 },
          { ...base, sessionId: sessionIn((part + 1) % store.parts, store.parts) },
        ];
        await write(...[...inside, ...outside].reverse());
        expect(await read(base)).toEqual(inside);
      });

      it("gives nothing for a window without events", async () => {
        expect(await store.read({ playableId: "never watched", minute: 1, part: 0 })).toEqual([]);
      });
    });

    describe("mark", () => {
      it("is the same once and again, alone, together and at the same time", async () => {
        const mark = { receivedMinute: 1_000, playableId: "marked", minute: 990, part: 3 };
        await store.mark([mark, mark]);
        await Promise.all([store.mark([mark]), store.mark([mark])]);
        expect(await store.touched(1_000, 3)).toEqual([{ playableId: "marked", minute: 990, part: 3 }]);
      });

      it("is found in its own received minute and part only", async () => {
        const mark = { receivedMinute: 2_000, playableId: "found", minute: 1_999, part: 4 };
        await store.mark([mark, { ...mark, receivedMinute: 2_001 }, { ...mark, part: 5 }, { ...mark, minute: 1_998 }]);
        const minutes = (await store.touched(2_000, 4)).map(({ minute }) => minute);
        expect([...minutes].sort()).toEqual([1_998, 1_999]);
        expect(await store.touched(1_999, 4)).toEqual([]);
      });

      it("takes nothing at all", async () => {
        await expect(store.mark([])).resolves.toBeUndefined();
      });
    });

    describe("expire", () => {
      const oldEvent = viewEvent({ playableId: "expiry", startedAtMs: 60_000 * 5_000, sequence: 1 });
      const newEvent = viewEvent({ playableId: "expiry", startedAtMs: 60_000 * 6_000, sequence: 2 });
      const limit = minuteOf(newEvent);
      const windowIn = ({ minute }: { readonly minute: number }) => ({ receivedMinute: 6_100, playableId: "expiry", minute, part: 6 });

      it("deletes what is older than the minute, if that is not its engine's, and nothing else", async () => {
        await write(oldEvent, newEvent);
        await store.mark([windowIn({ minute: limit - 1 }), windowIn({ minute: limit })]);
        while (await store.expire(limit));
        const gone = opened.expiresOnCall ? 0 : 1;
        expect(await read(oldEvent)).toHaveLength(gone);
        expect(await store.touched(6_100, 6)).toHaveLength(gone + 1);
        expect(await read(newEvent)).toEqual([newEvent]);
      });

      it("ends at once when nothing is old", async () => {
        expect(await store.expire(1)).toBe(false);
      });
    });

    it("exercises every method of the interface", () => calls.expectAllCalled());
  });
}

const NOW = Date.UTC(2026, 0, 15, 20, 0, 30);
const at = ({ positionSeconds }: StoredEvent) => positionSeconds;

/** An event that alice's device might have sent; each test names a playable of its own. */
function viewEvent(change: Partial<StoredEvent>): StoredEvent {
  return {
    sessionId: "session of alice",
    source: "GRAPH",
    sequence: 1,
    kind: "PLAYING",
    playableId: "playable",
    profileId: "alice",
    startedAtMs: NOW - 10_000,
    elapsedMs: 10_000,
    positionSeconds: 10,
    watchedDeltaMs: 10_000,
    watchedMs: 10_000,
    durationSeconds: 5_400,
    receivedAtMs: NOW,
    ...change,
  };
}

/** A session that lies in a part, another one than `except`. */
function sessionIn(part: number, parts: number, except?: string): string {
  for (let number = 0; ; number++) {
    const sessionId = `session ${number}`;
    if (sessionId !== except && windowOf(viewEvent({ sessionId }), parts).part === part) return sessionId;
  }
}
