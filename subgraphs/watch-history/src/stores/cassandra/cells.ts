import { viewEventKinds } from "@marquee/view-events";
import type { EventStamp, LastReport, ResumeCell, WatchingChange } from "../../domain/profile-store.ts";

/** In the order of their numbers in a cell: only ever added to, at the end. */
const kinds = [...viewEventKinds, "ATTEMPT"] as const;

/** The write timestamp of a cell: its event's time, in microseconds. */
export function timestampUs({ atMs }: Pick<EventStamp, "atMs">): number {
  return Math.round(atMs * 1_000);
}

/**
 * A stamp in bytes that sort like the stamp: the time, the session's id, the sequence, the time of receipt. A double that is not
 * negative sorts by its bytes; the id ends with two zero bytes, and a zero byte within it is followed by a one.
 */
export function encodeStamp({ atMs, sessionId, sequence, receivedAtMs }: EventStamp): Buffer {
  const id = Buffer.from(`${sessionId.replaceAll("\0", "\0\x01")}\0\0`);
  const stamp = Buffer.allocUnsafe(8 + id.length + 12);
  stamp.writeDoubleBE(atMs, 0);
  id.copy(stamp, 8);
  stamp.writeUInt32BE(sequence, 8 + id.length);
  stamp.writeDoubleBE(receivedAtMs, 12 + id.length);
  return stamp;
}

/** Which event a cell was written by, without its receipt: of two events the later one has the greater bytes. */
export function eventOf(cell: Buffer): Buffer {
  return cell.subarray(0, cell.indexOf("\0\0", 8) + 6);
}

export function atMsOf(cell: Buffer): number {
  return cell.readDoubleBE(0);
}

export function encodePoint(cell: ResumeCell): Buffer {
  const { positionSeconds, durationSeconds = Number.NaN, isFinished } = cell;
  return Buffer.concat([encodeStamp(cell), doubles(positionSeconds, durationSeconds), Buffer.of(isFinished ? 1 : 0)]);
}

export function decodePoint(cell: Buffer): Pick<ResumeCell, "positionSeconds" | "durationSeconds" | "isFinished"> {
  const content = contentOf(cell);
  const durationSeconds = content.readDoubleBE(8);
  return {
    positionSeconds: content.readDoubleBE(0),
    durationSeconds: Number.isNaN(durationSeconds) ? undefined : durationSeconds,
    isFinished: content.readUInt8(16) === 1,
  };
}

export function encodeWatching(cell: NonNullable<WatchingChange["cell"]>, playableId: string): Buffer {
  return Buffer.concat([encodeStamp(cell), doubles(cell.watchedMs, cell.positionSeconds), Buffer.from(playableId)]);
}

export function decodeWatching(cell: Buffer): {
  readonly watchedMs: number;
  readonly positionSeconds: number;
  readonly playableId: string;
} {
  const content = contentOf(cell);
  return { watchedMs: content.readDoubleBE(0), positionSeconds: content.readDoubleBE(8), playableId: content.toString("utf8", 16) };
}

export function encodeLatest(latest: WatchingChange["latest"]): Buffer {
  return Buffer.concat([encodeStamp(latest), Buffer.of(kinds.indexOf(latest.kind))]);
}

/** @throws Error when a later version wrote the cell */
export function decodeLatest(cell: Buffer): LastReport["kind"] {
  const kind = kinds[contentOf(cell).readUInt8(0)];
  if (!kind) throw new Error("a last report of an unknown kind");
  return kind;
}

function contentOf(cell: Buffer): Buffer {
  return cell.subarray(eventOf(cell).length + 8);
}

function doubles(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(numbers.length * 8);
  for (const [index, number] of numbers.entries()) bytes.writeDoubleBE(number, index * 8);
  return bytes;
}
