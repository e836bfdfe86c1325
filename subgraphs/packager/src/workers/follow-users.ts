import type { Consumer, EventLog, LogEntry } from "@marquee/event-log";
import { parseEvent } from "@marquee/events";
import type { Logger } from "pino";
import type { MembershipProjection } from "../domain/membership.ts";

export interface FollowUsersOptions {
  readonly eventLog: EventLog;
  readonly projection: MembershipProjection;
  readonly now: () => Date;
  readonly logger: Logger;
}

/** Keeps packager's picture of what users says of accounts and profiles. What cannot be read goes aside. */
export function followUsers({ eventLog, projection, now, logger }: FollowUsersOptions): Consumer {
  return eventLog.consume(
    "users",
    "packager",
    async (entries) => projection.apply(entries.flatMap(membershipEvent), now()),
    ({ key }, reason) => logger.error({ err: reason, subject: key }, "an event of users was given up"),
  );
}

function membershipEvent({ value }: LogEntry) {
  const event = parseEvent(value);
  return event.type === "marquee.users.account.v1" || event.type === "marquee.users.profile.v1" ? [event] : [];
}
