import { type StoredEvent, type ViewEventStore, windowOf } from "@marquee/view-events";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EventWriter } from "../src/domain/event-writer.ts";
import { keepEvents } from "../src/domain/keep-events.ts";
import { Pseudonyms } from "../src/domain/pseudonyms.ts";
import { TouchedWindows } from "../src/domain/touched-windows.ts";
import { seededRandom } from "./seeded-random.ts";

const MINUTE_MS = 60_000;
const GRACE_MS = 10_000;
const START = Date.UTC(2026, 0, 15, 20);
const DEVICES = 40;

/** Keeps nothing: this test is about events and marks. */
const noProfiles = { record: async () => {} };
const asCalled = new Pseudonyms({ pseudonyms: async (profileIds) => new Map(profileIds.map((profileId) => [profileId, profileId])) });

/**
 * A store and a sweeper in simulated time. A mark or a write lands somewhere between its call and its answer, which may take longer than
 * the grace time; some are answered with a failure, minutes before they land, or never.
 */
function simulation(random: () => number) {
  const events = new Map<string, Set<string>>();
  const marks = new Map<number, Set<string>>();
  const swept = new Map<string, ReadonlySet<string>>();
  const keyOf = (event: StoredEvent) => JSON.stringify(windowOf(event, 16));
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  async function slowly(land: () => void): Promise<void> {
    const scale = random() < 0.4 ? 14_000 : 200;
    await wait(random() * scale);
    const fate = random();
    if (fate < 0.05) throw new Error("refused");
    if (fate < 0.25) {
      setTimeout(land, random() * 4 * MINUTE_MS);
      throw new Error("timed out, and lands later");
    }
    land();
    await wait(random() * scale * 0.4);
  }

  const store: Pick<ViewEventStore, "mark" | "write" | "parts"> = {
    parts: 16,
    mark: (windows) =>
      slowly(() => {
        for (const { receivedMinute, playableId, minute, part } of windows) {
          const marked = marks.get(receivedMinute) ?? new Set();
          marks.set(receivedMinute, marked.add(JSON.stringify({ playableId, minute, part })));
        }
      }),
    write: (written) =>
      slowly(() => {
        for (const event of written) events.set(keyOf(event), (events.get(keyOf(event)) ?? new Set()).add(event.sessionId));
      }),
  };
  const sweep = (receivedMinute: number) => {
    for (const window of marks.get(receivedMinute) ?? []) swept.set(window, new Set(events.get(window)));
  };
  return { store, sweep, swept, events, keyOf, wait };
}

describe("a sweeper that comes when the grace time is over", () => {
  beforeEach(() => void vi.useFakeTimers({ now: START }));
  afterEach(() => void vi.useRealTimers());

  it.each(Array.from({ length: 25 }, (_, index) => index + 1))(
    "misses no acknowledged event, and none that landed (seed %i)",
    async (seed) => {
      const random = seededRandom(seed);
      const { store, sweep, swept, events, keyOf, wait } = simulation(random);
      const windows = new TouchedWindows({ store, graceMs: GRACE_MS, nowMs: Date.now });
      const writer = new EventWriter({ store, windows, logger: pino({ level: "silent" }) });
      const acknowledged: StoredEvent[] = [];

      const device = async (number: number) => {
        await wait(random() * 3 * MINUTE_MS);
        const event = { ...moment(`session ${number}`), startedAtMs: Date.now() - random() * 2 * MINUTE_MS, receivedAtMs: Date.now() };
        await keepEvents({ events: writer, profiles: noProfiles, pseudonyms: asCalled }, [event]).then(
          () => acknowledged.push(event),
          () => {},
        );
      };
      const first = START / MINUTE_MS;
      for (let minute = first; minute < first + 8; minute++) setTimeout(sweep, (minute + 1) * MINUTE_MS + GRACE_MS - START, minute);
      const devices = Promise.all(Array.from({ length: DEVICES }, (_, number) => device(number)));
      await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
      await devices;

      expect(acknowledged.length).toBeGreaterThan(DEVICES / 4);
      const missed = acknowledged.filter((event) => !swept.get(keyOf(event))?.has(event.sessionId));
      expect(missed).toEqual([]);
      const counted = new Map([...swept].filter(([, sessions]) => sessions.size > 0));
      expect(counted).toEqual(events); // a recount of what is stored, acknowledged or not, finds the same
      await writer[Symbol.asyncDispose]();
    },
  );
});

function moment(sessionId: string): Omit<StoredEvent, "startedAtMs" | "receivedAtMs"> {
  return {
    sessionId,
    source: "GRAPH",
    sequence: 1,
    kind: "PLAYING",
    playableId: "tidewater",
    profileId: "alice",
    elapsedMs: 0,
    positionSeconds: 0,
    watchedDeltaMs: 0,
    watchedMs: 0,
    durationSeconds: 60,
  };
}
