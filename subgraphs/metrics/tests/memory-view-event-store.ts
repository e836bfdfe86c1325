import { partOf, type StoredEvent, type TouchedWindow, type ViewEventStore, type WindowPart, windowOf } from "@marquee/view-events";

/** View events in memory, for tests that run on a clock of their own. */
export function memoryViewEventStore(parts: number): ViewEventStore {
  const partitions = new Map<string, Map<string, StoredEvent>>();
  const marks = new Map<string, TouchedWindow>();
  const keyOf = ({ playableId, minute, part }: WindowPart) => `${minute} ${part} ${playableId}`;
  return {
    parts,
    async mark(windows) {
      for (const window of windows) marks.set(`${window.receivedMinute} ${keyOf(window)}`, window);
    },
    async write(events) {
      for (const event of events) {
        const key = keyOf(windowOf(event, parts));
        const partition = partitions.get(key) ?? new Map();
        const identity = `${event.sessionId} ${event.source} ${event.sequence}`;
        const held = partition.get(identity);
        partitions.set(key, partition);
        if (!held || held.receivedAtMs <= event.receivedAtMs) partition.set(identity, event);
      }
    },
    async touched(receivedMinute, part) {
      return [...marks.values()].filter((mark) => mark.receivedMinute === receivedMinute && mark.part === part);
    },
    async read(window) {
      return [...(partitions.get(keyOf(window))?.values() ?? [])];
    },
    async expire() {
      return false;
    },
  };
}

/** Marks and writes events, as watch-history does before it acknowledges them. */
export async function receive(store: ViewEventStore, events: readonly StoredEvent[]): Promise<void> {
  const windows = events.map((event) => ({ ...windowOf(event, store.parts), receivedMinute: Math.floor(event.receivedAtMs / 60_000) }));
  await store.mark(windows);
  await store.write(events);
}

/** A session that lies in a part. */
export function sessionIn(part: number, parts: number): string {
  for (let number = 0; ; number++) if (partOf(`session ${number}`, parts) === part) return `session ${number}`;
}
