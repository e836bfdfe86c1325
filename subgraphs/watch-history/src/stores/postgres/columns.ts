import type { EventStamp } from "../../domain/profile-store.ts";

/** One field of many rows, as `unnest` takes it. */
export function column<Row, Value>(rows: readonly Row[], field: (row: Row) => Value | undefined): readonly (Value | null)[] {
  return rows.map((row) => field(row) ?? null);
}

/** The four columns of a stamp; null where there is none. */
export function stampColumns<Row>(rows: readonly Row[], stamp: (row: Row) => EventStamp | undefined): readonly (readonly unknown[])[] {
  return [
    column(rows, (row) => stamp(row)?.atMs),
    column(rows, (row) => stamp(row)?.sessionId),
    column(rows, (row) => stamp(row)?.sequence),
    column(rows, (row) => microseconds(stamp(row)?.receivedAtMs)),
  ];
}

/** How moments of receipt are kept. */
export function microseconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * 1_000);
}

/** Statements that lock their rows in the same order cannot deadlock. */
export function inKeyOrder<Row>(rows: readonly Row[], keyOf: (row: Row) => readonly unknown[]): readonly Row[] {
  return rows
    .map((row) => ({ row, key: JSON.stringify(keyOf(row)) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ row }) => row);
}
