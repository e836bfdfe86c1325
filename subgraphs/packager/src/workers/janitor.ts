import { setTimeout } from "node:timers/promises";
import type { Logger } from "pino";
import type { Leftovers } from "../domain/leftovers.ts";
import { sessionLifetimeMs } from "../domain/media-links.ts";
import type { MediaStore } from "../domain/media-store.ts";

export interface JanitorParts {
  readonly media: MediaStore;
  readonly leftovers: Leftovers;
  readonly now: () => Date;
  readonly logger: Logger;
}

export interface Janitor extends AsyncDisposable {
  /** Sweeps soon: to be called after an import. */
  wake(): void;
}

const HOUR_MS = 3_600_000;
const PAUSE_MS = HOUR_MS / 6;
/** A sweep removes so many of a kind at most; the next one goes on. */
const MOST = 200;
/** No session, and no URL, lives longer than a day; the hour is for clocks and requests under way. */
const SUPERSEDED_MS = sessionLifetimeMs + HOUR_MS;
const UPLOAD_MS = 24 * HOUR_MS;
/** A started session's key is remembered for a week. */
const SESSION_MS = 7 * 24 * HOUR_MS;

/** Removes files that nobody can ask for any more. Disposing it stops it, after the sweep in hand. */
export function startJanitor(parts: JanitorParts): Janitor {
  const stopped = new AbortController();
  let pause = new AbortController();
  const work = async () => {
    while (!stopped.signal.aborted) {
      await sweep(parts).catch((error: unknown) => parts.logger.warn({ err: error }, "old media could not be removed"));
      await setTimeout(PAUSE_MS, undefined, { signal: AbortSignal.any([pause.signal, stopped.signal]) }).catch(() => {});
    }
  };
  const working = work();
  return {
    wake() {
      pause.abort();
      pause = new AbortController();
    },
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await working;
    },
  };
}

/** One round over everything that can be left over. */
export async function sweep({ media, leftovers, now }: JanitorParts): Promise<void> {
  const before = (ageMs: number) => new Date(now().getTime() - ageMs);
  for (const ref of await leftovers.supersededEncodes(before(SUPERSEDED_MS), MOST)) {
    await media.remove(ref);
    await leftovers.markRemoved(ref.encodeId);
  }
  await leftovers.forgetSessions(before(SESSION_MS), 10_000);

  const { uploads, prepared, encodes } = await media.inventory();
  for (const id of (await leftovers.unwantedUploads(uploads, before(UPLOAD_MS))).slice(0, MOST)) await media.removeUpload(id);

  // What was prepared is named after its encode, and its generated source after the same with an ending.
  const strays = new Set(await leftovers.strayEncodes([...prepared.map(({ id }) => encodeOf(id)), ...encodes.map(({ id }) => id)]));
  for (const { id } of prepared.filter(({ id }) => strays.has(encodeOf(id))).slice(0, MOST)) await media.discard(id);
  for (const ref of encodes.filter(({ id }) => strays.has(id)).slice(0, MOST)) await media.remove(ref);
}

function encodeOf(preparedId: string): string {
  return preparedId.split(".")[0] ?? preparedId;
}
