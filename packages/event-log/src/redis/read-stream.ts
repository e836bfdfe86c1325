import { setTimeout } from "node:timers/promises";
import { ErrorReply, type Redis } from "@marquee/redis";

import { type LogEntry, LogOverflow, type ReadFrom } from "../event-log.ts";
import { entryOf, isNext, NO_ENTRY, onlyForOf } from "./entry.ts";
import type { SharedReaders } from "./shared-readers.ts";

interface Reading {
  readonly redis: Redis;
  readonly readers: SharedReaders;
  readonly key: string;
  readonly from: ReadFrom;
  readonly signal: AbortSignal;
}

/** Where a reading begins, and whether the entry behind that must be the very next one. */
interface Start {
  readonly after: string;
  readonly isKnown: boolean;
}

/** Reads a stream on and on. The start is settled at the call, so that `now` means now. */
export function readStream(reading: Reading): AsyncIterableIterator<readonly LogEntry[]> {
  return readFrom(startOf(reading), reading);
}

async function* readFrom(start: Promise<Start>, { readers, key, signal }: Reading): AsyncIterableIterator<readonly LogEntry[]> {
  let { after, isKnown } = await start;
  for (;;) {
    const raw = await readers.next(key, after, signal);
    const [first] = raw;
    if (signal.aborted || !first) return;
    if (isKnown && !isNext(first.id, after)) throw new LogOverflow(`entries behind ${after} were dropped before they were read`);
    after = raw.at(-1)?.id ?? after;
    isKnown = true;
    const entries = raw.filter((each) => onlyForOf(each) === undefined).map(entryOf);
    if (entries.length > 0) yield entries;
  }
}

async function startOf({ redis, key, from, signal }: Reading): Promise<Start> {
  if (from === "oldest") return { after: NO_ENTRY, isKnown: false };
  if (from === "now") return { after: await lastId(redis, key, signal), isKnown: true };
  if ("after" in from) return { after: from.after, isKnown: true };
  return { after: `${Math.floor(from.sinceMs)}-0`, isKnown: false };
}

/** The last entry that the stream ever had. An outage is waited out: nothing is appended meanwhile. */
async function lastId(redis: Redis, key: string, signal: AbortSignal): Promise<string> {
  while (!signal.aborted) {
    try {
      const { "last-generated-id": id } = await redis.client.xInfoStream(key);
      return id;
    } catch (error) {
      if (error instanceof ErrorReply) return NO_ENTRY; // there is no such stream yet
      await setTimeout(250, undefined, { signal }).catch(() => {});
    }
  }
  return NO_ENTRY;
}
