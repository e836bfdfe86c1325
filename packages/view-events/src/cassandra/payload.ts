import { type ViewEvent, viewEventKinds } from "../view-event.ts";

/** In the order of their numbers in the cell: only ever added to, at the end. */
const kinds = [...viewEventKinds, "ATTEMPT"] as const;
const FORMAT = 1;
const NUMBERS_AT = 2;
const PROFILE_AT = NUMBERS_AT + 6 * 8;

type Payload = Omit<ViewEvent, "sessionId" | "source" | "sequence" | "playableId">;

/**
 * What an event says beside its key, in a third of the bytes that JSON takes: the format, the kind, six doubles (startedAtMs,
 * elapsedMs, positionSeconds, watchedDeltaMs, watchedMs, durationSeconds with NaN for unknown), then the profile's id.
 */
export function encodePayload(event: ViewEvent): Buffer {
  const { startedAtMs, elapsedMs, positionSeconds, watchedDeltaMs, watchedMs, durationSeconds } = event;
  const cell = Buffer.allocUnsafe(PROFILE_AT + Buffer.byteLength(event.profileId));
  cell[0] = FORMAT;
  cell[1] = kinds.indexOf(event.kind);
  const numbers = [startedAtMs, elapsedMs, positionSeconds, watchedDeltaMs, watchedMs, durationSeconds ?? Number.NaN];
  for (const [index, number] of numbers.entries()) cell.writeDoubleBE(number, NUMBERS_AT + index * 8);
  cell.write(event.profileId, PROFILE_AT);
  return cell;
}

/** @throws Error when the cell was not written by this version or an earlier one */
export function decodePayload(cell: Buffer): Payload {
  const kind = kinds[cell.readUInt8(1)];
  if (cell.readUInt8(0) !== FORMAT || !kind) throw new Error(`a view event of an unknown format: ${cell.subarray(0, 2).toString("hex")}`);
  const number = (index: number) => cell.readDoubleBE(NUMBERS_AT + index * 8);
  const durationSeconds = number(5);
  return {
    kind,
    startedAtMs: number(0),
    elapsedMs: number(1),
    positionSeconds: number(2),
    watchedDeltaMs: number(3),
    watchedMs: number(4),
    durationSeconds: Number.isNaN(durationSeconds) ? null : durationSeconds,
    profileId: cell.toString("utf8", PROFILE_AT),
  };
}
