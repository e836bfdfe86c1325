import { identityOf, type LedgerEvent, minuteOf } from "@marquee/simulate";
import { partOf, type StoredEvent, type ViewEventStore, type WindowPart } from "@marquee/view-events";

export interface RowsCompared {
  /** What was acknowledged and is not there, or not as it was acknowledged. */
  readonly lost: readonly LedgerEvent[];
  /** Rows that no acknowledgement accounts for: of an event never acknowledged, or a second one of an event that has its row. */
  readonly countedTwice: readonly StoredEvent[];
}

export interface RowsToCompare {
  readonly store: ViewEventStore;
  /** What must be there, and nothing else. */
  readonly acknowledged: readonly LedgerEvent[];
  /** Whatever lies in these titles' windows is looked at. */
  readonly titleIds: readonly string[];
  /** The minutes of the receiver's clock in which anything may have been written, both ends included. */
  readonly received: { readonly from: number; readonly to: number };
}

/**
 * Holds the raw rows of view events against a ledger: reads each window that the ledger knows of, and each one that was touched, which
 * is where a row of another minute than it should be would lie.
 */
export async function compareRows({ store, acknowledged, titleIds, received }: RowsToCompare): Promise<RowsCompared> {
  const windows = new Map<string, WindowPart>();
  const add = (window: WindowPart) => void windows.set(`${window.playableId} ${window.minute} ${window.part}`, window);
  for (const event of acknowledged) {
    add({ playableId: event.title.id, minute: minuteOf(event), part: partOf(event.sessionId, store.parts) });
  }
  const marks = Array.from({ length: received.to - received.from + 1 }, (_, index) => received.from + index).flatMap((minute) =>
    Array.from({ length: store.parts }, (_, part) => ({ minute, part })),
  );
  for (const window of await inTurns(marks, ({ minute, part }) => store.touched(minute, part))) {
    if (titleIds.includes(window.playableId)) add(window);
  }
  const read = await inTurns([...windows.values()], (window) => store.read(window));
  const rows = Map.groupBy(read, identityOf);

  const lost: LedgerEvent[] = [];
  for (const event of acknowledged) {
    const found = rows.get(identityOf(event)) ?? [];
    const own = found.findIndex((row) => isSame(row, event));
    if (own < 0) lost.push(event);
    rows.set(identityOf(event), own < 0 ? found : found.toSpliced(own, 1));
  }
  return { lost, countedTwice: [...rows.values()].flat() };
}

/** Whether a row says what was acknowledged; what the ledger does not know is not compared. */
function isSame(row: StoredEvent, event: LedgerEvent): boolean {
  return (
    row.playableId === event.title.id &&
    Math.floor((row.startedAtMs + row.elapsedMs) / 60_000) === minuteOf(event) &&
    row.watchedDeltaMs === event.watchedDeltaMs &&
    row.watchedMs === event.watchedMs &&
    (event.kind === undefined || row.kind === event.kind) &&
    (event.positionSeconds === undefined || row.positionSeconds === event.positionSeconds)
  );
}

const READS_AT_ONCE = 4;

async function inTurns<Item, Found>(items: readonly Item[], read: (item: Item) => Promise<readonly Found[]>): Promise<readonly Found[]> {
  const found: Found[] = [];
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) found.push(...(await read(item)));
  };
  await Promise.all(Array.from({ length: READS_AT_ONCE }, worker));
  return found;
}
