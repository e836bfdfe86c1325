import { createHash } from "node:crypto";

/** Marks the ids that are made here; drawn once at random. */
const namespace = Buffer.from("9a6f2c1e7d344e0b8c5d2f1b6a7e9d04", "hex");

/** A UUID of version 5: the same words give the same id on every machine. Source: RFC 9562, section 5.5 */
export function stableId(kind: "film" | "person" | "genre", words: string): string {
  const bytes = createHash("sha1").update(namespace).update(`${kind}/${words}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
