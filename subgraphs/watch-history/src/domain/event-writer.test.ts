import type { StoredEvent } from "@marquee/view-events";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EventWriter } from "./event-writer.ts";
import { TouchedWindows } from "./touched-windows.ts";

const NOW = Date.UTC(2026, 0, 15, 20);

/** A store that keeps the later of two contents, and fails as it is told. */
function fallibleStore() {
  const store = { isDown: false, marked: 0, written: 0, rows: new Map<string, StoredEvent>() };
  return {
    store,
    parts: 16,
    mark: async () => {
      store.marked += 1;
    },
    write: async (events: readonly StoredEvent[]) => {
      store.written += events.length;
      if (store.isDown) throw new Error("the store is down");
      for (const event of events) {
        const held = store.rows.get(`${event.sequence}`);
        if (!held || held.receivedAtMs <= event.receivedAtMs) store.rows.set(`${event.sequence}`, event);
      }
    },
  };
}

describe("an event whose writing failed", () => {
  beforeEach(() => void vi.useFakeTimers({ now: NOW }));
  afterEach(() => void vi.useRealTimers());

  const lines: string[] = [];
  const logger = pino({ level: "warn" }, { write: (line: string) => void lines.push(line) });
  const opened = () => {
    const engine = fallibleStore();
    const windows = new TouchedWindows({ store: engine, graceMs: 10_000, nowMs: Date.now });
    return { ...engine, writer: new EventWriter({ store: engine, windows, logger }) };
  };

  it("is written again within seconds of the store's return, with its window marked anew, though nobody sends it again", async () => {
    const { store, writer } = opened();
    store.isDown = true;
    await expect(writer.write([event(1)])).rejects.toThrow("the store is down");
    await vi.advanceTimersByTimeAsync(30_000);
    expect(store.rows.size).toBe(0);
    store.isDown = false;
    const marked = store.marked;
    await vi.advanceTimersByTimeAsync(5_000);
    expect([...store.rows.values()]).toEqual([event(1)]);
    expect(store.marked).toBe(marked + 1);
    const { written } = store;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(store.written).toBe(written);
  });

  it("does not replace what its device sent later", async () => {
    const { store, writer } = opened();
    store.isDown = true;
    await expect(writer.write([event(1)])).rejects.toThrow();
    store.isDown = false;
    const later = { ...event(1), positionSeconds: 20, receivedAtMs: NOW + 1_000 };
    await writer.write([later]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect([...store.rows.values()]).toEqual([later]);
  });

  it("is tried once more when the process ends", async () => {
    const { store, writer } = opened();
    store.isDown = true;
    await expect(writer.write([event(1)])).rejects.toThrow();
    store.isDown = false;
    await writer[Symbol.asyncDispose]();
    expect(store.rows.size).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is one of 10,000 at most: of those beyond, the log says that a recount may differ", async () => {
    const { store, writer } = opened();
    store.isDown = true;
    const events = Array.from({ length: 10_050 }, (_, index) => event(index));
    await expect(writer.write(events)).rejects.toThrow();
    await expect(writer.write(events.slice(0, 100))).rejects.toThrow(); // the same once more takes no more room
    expect(lines.join()).toContain("too many failed writes: a recount of their windows may differ");
    store.isDown = false;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(store.rows.size).toBe(10_000);
  });
});

function event(sequence: number): StoredEvent {
  return {
    sessionId: "session",
    source: "GRAPH",
    sequence,
    kind: "PLAYING",
    playableId: "tidewater",
    profileId: "alice",
    startedAtMs: NOW - 10_000,
    elapsedMs: 10_000,
    positionSeconds: 10,
    watchedDeltaMs: 10_000,
    watchedMs: 10_000,
    durationSeconds: 60,
    receivedAtMs: NOW,
  };
}
