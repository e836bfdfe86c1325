/** A box of an ISO base media file (ISO/IEC 14496-12, 4.2): its four letters, and its payload as a view on the file's bytes. */
export interface Box {
  readonly type: string;
  readonly payload: Buffer;
}

/** An MP4 that is not what our own encoder writes. */
export class MalformedMovie extends Error {
  override readonly name = "MalformedMovie";
}

/** The boxes that lie side by side in a payload. */
export function boxesIn(bytes: Buffer): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const { type, headerBytes, size } = readBoxHeader(bytes.subarray(at));
    const end = size === 0 ? bytes.length : at + size;
    if (end > bytes.length || end < at + headerBytes) throw new MalformedMovie(`The box ${type} is larger than what holds it.`);
    boxes.push({ type, payload: bytes.subarray(at + headerBytes, end) });
    at = end;
  }
  return boxes;
}

/** `size` covers the header too; 0 stands for "up to the end of the file". Needs 16 bytes where the size is a long one. */
export function readBoxHeader(bytes: Buffer): { readonly type: string; readonly headerBytes: number; readonly size: number } {
  const type = bytes.toString("latin1", 4, 8);
  const size = bytes.readUInt32BE(0);
  return size === 1 ? { type, headerBytes: 16, size: Number(bytes.readBigUInt64BE(8)) } : { type, headerBytes: 8, size };
}

/** The payload at the end of a path of boxes, such as `mdia/minf/stbl`; undefined where it is missing. */
export function findBox(bytes: Buffer, path: string): Buffer | undefined {
  return path
    .split("/")
    .reduce<Buffer | undefined>((payload, type) => payload && boxesIn(payload).find((box) => box.type === type)?.payload, bytes);
}

export function requireBox(bytes: Buffer, path: string): Buffer {
  const payload = findBox(bytes, path);
  if (!payload) throw new MalformedMovie(`The box ${path} is missing.`);
  return payload;
}

/** Writes a box around the payload's parts. */
export function box(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const size = parts.reduce((sum, part) => sum + part.length, 8);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(size, 0);
  header.write(type, 4, "latin1");
  return Buffer.concat([header, ...parts], size);
}

/** A box that begins with a version and flags (ISO/IEC 14496-12, 4.2.2). */
export function fullBox(type: string, version: number, flags: number, ...parts: readonly Uint8Array[]): Buffer {
  return box(type, uint32(version * 2 ** 24 + flags), ...parts);
}

export function uint32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => {
    bytes.writeUInt32BE(value, 4 * index);
  });
  return bytes;
}

export function uint16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, index) => {
    bytes.writeUInt16BE(value, 2 * index);
  });
  return bytes;
}

export function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
