import type { Dated, EncodeRef } from "./media-store.ts";

/** What the database says of files that may be in nobody's way any more. */
export interface Leftovers {
  /** Encodes that were replaced before the moment, and whose files are still there. */
  supersededEncodes(before: Date, most: number): Promise<readonly EncodeRef[]>;
  markRemoved(encodeId: string): Promise<void>;
  /** Of these, the encodes that neither are known nor are being made. */
  strayEncodes(encodeIds: readonly string[]): Promise<readonly string[]>;
  /** Of these, the uploads that no unfinished import reads, and that were imported or are older than the moment. */
  unwantedUploads(uploads: readonly Dated[], before: Date): Promise<readonly string[]>;
  forgetSessions(startedBefore: Date, most: number): Promise<void>;
}
