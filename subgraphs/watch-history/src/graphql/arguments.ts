import { codedError } from "@marquee/coded-errors";
import type { WatchingKey } from "../domain/profile-store.ts";
import type { Listed } from "../domain/taste-store.ts";
import { parseWatchingId } from "../domain/watching-id.ts";
import { parseWatchlistCursor } from "../domain/watchlist.ts";

/**
 * How many of a list are asked for.
 *
 * @throws BAD_USER_INPUT outside 1 to the largest
 */
export function pageSize(first: number | null, largest: number): number {
  const size = first ?? 20;
  if (size < 1 || size > largest) throw codedError("BAD_USER_INPUT", `"first" takes 1 to ${largest}, not ${size}.`);
  return size;
}

/**
 * Where in a history a page starts.
 *
 * @throws BAD_USER_INPUT for a cursor that is none of ours
 */
export function historyCursor(after: string | null): WatchingKey | undefined {
  if (after === null) return undefined;
  const key = parseWatchingId(after);
  if (!key) throw codedError("BAD_USER_INPUT", '"after" takes a cursor of this history.');
  return key;
}

/**
 * Where in a watchlist a page starts.
 *
 * @throws BAD_USER_INPUT for a cursor that is none of ours
 */
export function watchlistStart(after: string | null): Listed | undefined {
  if (after === null) return undefined;
  const listed = parseWatchlistCursor(after);
  if (!listed) throw codedError("BAD_USER_INPUT", '"after" takes a cursor of this watchlist.');
  return listed;
}

/**
 * The playable that is to be remembered. Whether it exists is catalog's to know.
 *
 * @throws BAD_USER_INPUT for what is no id of anything
 */
export function namedPlayable({ playableId }: { readonly playableId: string }): string {
  if (!/^[\w-]{1,100}$/.test(playableId)) throw codedError("BAD_USER_INPUT", '"playableId" takes the id of a playable.');
  return playableId;
}

const MOST_EVENTS = 100;

/**
 * The events of one report.
 *
 * @throws BAD_USER_INPUT for none, or more than 100
 */
export function reportedEvents<Event>(events: readonly Event[]): readonly Event[] {
  if (events.length < 1 || events.length > MOST_EVENTS) {
    throw codedError("BAD_USER_INPUT", `"events" takes 1 to ${MOST_EVENTS} events, not ${events.length}.`);
  }
  return events;
}
