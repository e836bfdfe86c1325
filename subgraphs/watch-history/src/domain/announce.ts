import type { EventLog } from "@marquee/event-log";
import { viewStream } from "@marquee/events";
import type { PubSub } from "@marquee/pubsub";
import { partOf, type ViewEvent } from "@marquee/view-events";
import { movesProfile } from "./profile-changes.ts";
import { profileChannel } from "./profile-channel.ts";

export interface AnnounceOptions {
  readonly eventLog: EventLog;
  readonly pubSub: PubSub;
  readonly parts: number;
}

/** Tells whoever watches live: the log of each event's part, and the devices of the profiles whose place moved. */
export async function announce({ eventLog, pubSub, parts }: AnnounceOptions, events: readonly ViewEvent[]): Promise<void> {
  const byPart = Map.groupBy(events, ({ sessionId }) => partOf(sessionId, parts));
  const moved = new Set(events.filter(movesProfile).map(({ profileId }) => profileId));
  await Promise.all([
    ...[...byPart].map(([part, its]) =>
      eventLog.append(
        viewStream(part),
        its.map((value) => ({ key: value.sessionId, value })),
      ),
    ),
    ...[...moved].map((profileId) => pubSub.publish(profileChannel(profileId), {})),
  ]);
}
