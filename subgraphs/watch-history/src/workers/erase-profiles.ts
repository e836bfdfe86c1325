import { type Consumer, type EventLog, type LogEntry, UnreadableMessage } from "@marquee/event-log";
import { parseEvent, UnreadableEvent } from "@marquee/events";
import type { Logger } from "pino";
import type { ProfileStore } from "../domain/profile-store.ts";

export interface EraseProfilesOptions {
  readonly eventLog: EventLog;
  readonly profiles: Pick<ProfileStore, "erase">;
  readonly logger: Logger;
}

/**
 * Erases profiles that users says were deleted; again is the same. Of a deleted account users tells each profile, so nothing has to be
 * known here of whose profile is whose.
 */
export function eraseProfiles({ eventLog, profiles, logger }: EraseProfilesOptions): Consumer {
  return eventLog.consume(
    "users",
    "watch-history",
    async (entries) => {
      for (const profileId of new Set(entries.flatMap(deletedProfile))) await profiles.erase(profileId); // rare, and each locks
    },
    ({ key }, reason) => logger.error({ err: reason, subject: key }, "an event of users was given up"),
  );
}

function deletedProfile({ value }: LogEntry): readonly string[] {
  try {
    const event = parseEvent(value);
    return event.type === "marquee.users.profile.v1" && event.data.isDeleted ? [event.data.profileId] : [];
  } catch (error) {
    throw error instanceof UnreadableEvent ? new UnreadableMessage(error.message) : error;
  }
}
