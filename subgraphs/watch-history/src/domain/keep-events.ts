import type { StoredEvent } from "@marquee/view-events";
import type { EventWriter } from "./event-writer.ts";
import { resumeChangesOf, watchingChangesOf } from "./profile-changes.ts";
import type { ProfileStore } from "./profile-store.ts";
import type { Pseudonyms } from "./pseudonyms.ts";

export interface KeepEventsOptions {
  readonly events: Pick<EventWriter, "write">;
  readonly profiles: Pick<ProfileStore, "record">;
  readonly pseudonyms: Pseudonyms;
}

/**
 * Makes events durable together with all that they change, in an order that survives a crash between any two steps: marks, events,
 * then what the profiles see. When it resolves the events may be acknowledged. When it rejects, sending them again repairs whatever
 * was left half-way, since each step is the same done twice.
 */
export async function keepEvents({ events, profiles, pseudonyms }: KeepEventsOptions, received: readonly StoredEvent[]): Promise<void> {
  await events.write(await pseudonyms.inPlaceOfProfiles(received));
  await profiles.record(resumeChangesOf(received), watchingChangesOf(received));
}
