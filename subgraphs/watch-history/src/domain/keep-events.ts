import { type StoredEvent, type ViewEventStore, type WindowPart, windowOf } from "@marquee/view-events";
import { resumeChangesOf, watchingChangesOf } from "./profile-changes.ts";
import type { ProfileStore } from "./profile-store.ts";
import type { Pseudonyms } from "./pseudonyms.ts";
import type { TouchedWindows } from "./touched-windows.ts";

export interface KeepEventsOptions {
  readonly events: Pick<ViewEventStore, "write" | "parts">;
  readonly profiles: Pick<ProfileStore, "record">;
  readonly pseudonyms: Pseudonyms;
  readonly windows: TouchedWindows;
}

/**
 * Makes events durable together with all that they change, in an order that survives a crash between any two steps: marks, events,
 * then what the profiles see. When it resolves the events may be acknowledged. When it rejects, sending them again repairs whatever
 * was left half-way, since each step is the same done twice.
 */
export async function keepEvents(options: KeepEventsOptions, received: readonly StoredEvent[]): Promise<void> {
  const { events, profiles, pseudonyms, windows } = options;
  const touched = received.map((event) => windowOf(event, events.parts));
  const [receivedMinute, raw] = await Promise.all([windows.mark(touched), pseudonyms.inPlaceOfProfiles(received)]);
  await writeSettled({ events, windows }, raw, { touched, receivedMinute });
  await profiles.record(resumeChangesOf(received), watchingChangesOf(received));
}

async function writeSettled(
  { events, windows }: Pick<KeepEventsOptions, "events" | "windows">,
  received: readonly StoredEvent[],
  { touched, receivedMinute }: { readonly touched: readonly WindowPart[]; readonly receivedMinute: number },
): Promise<void> {
  try {
    await events.write(received);
    await windows.confirm(touched, receivedMinute);
  } catch (error) {
    windows.settleLater(touched);
    throw error;
  }
}
