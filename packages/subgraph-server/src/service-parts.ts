import type { Server } from "node:http";
import type { EventLog } from "@marquee/event-log";
import type { PubSub } from "@marquee/pubsub";
import type { Redis } from "@marquee/redis";
import type { Logger } from "pino";

/** What a process gives to a service that runs in it. */
export interface ServiceParts {
  readonly logger: Logger;
  /** Stays its opener's to dispose, as the next two. */
  readonly eventLog: EventLog;
  readonly pubSub: PubSub;
  /** Where the log and the channels are shared with other processes; undefined where they are in this one. */
  readonly redis?: Redis | undefined;
  /** Listens already, to be handed to `serveSubgraph`; without it the service opens its own port. */
  readonly server?: Server | undefined;
}
