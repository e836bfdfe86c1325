/** Names one encode's files. */
export interface EncodeRef {
  readonly assetId: string;
  readonly encodeId: string;
}

/** The files of one encode, as they were published; they never change. */
export interface StoredEncode {
  /** Exactly `length` bytes of a file. Rejects where they are not there. */
  read(name: string, start: number, length: number): Promise<Buffer>;
  /** The whole of a small file; undefined when there is none. */
  whole(name: string): Promise<Buffer | undefined>;
}

/** Where media lies: encodes, what is about to become one, and uploads. Ids are UUIDs; the caller has checked them. */
export interface MediaStore {
  /** Makes an empty folder on this machine for an encode to be written into. */
  prepare(encodeId: string): Promise<string>;
  /** Moves what was prepared to where it is served from, all of it or nothing. */
  publish(ref: EncodeRef): Promise<void>;
  /** Removes what was prepared and not published. */
  discard(encodeId: string): Promise<void>;
  remove(ref: EncodeRef): Promise<void>;
  encode(ref: EncodeRef): StoredEncode;

  /**
   * Takes a file in, whole or not at all.
   *
   * @returns the upload's id
   * @throws UploadTooLarge, or what the bytes' source threw
   */
  addUpload(bytes: AsyncIterable<Uint8Array>, limitBytes: number): Promise<string>;
  /** A path on this machine; undefined when there is no such upload. */
  uploadPath(id: string): Promise<string | undefined>;
  removeUpload(id: string): Promise<void>;

  /** What lies there, for the janitor; broken-off uploads and encodes included. */
  inventory(): Promise<Inventory>;
  /** @throws the reason when nothing can be written now */
  checkWritable(): Promise<void>;
}

export interface Inventory {
  readonly uploads: readonly Dated[];
  readonly prepared: readonly Dated[];
  readonly encodes: readonly (EncodeRef & Dated)[];
}

export interface Dated {
  readonly id: string;
  readonly changedAt: Date;
}

export class UploadTooLarge extends Error {
  override readonly name = "UploadTooLarge";
}

/** Whether a write failed because nothing more fits. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
}
