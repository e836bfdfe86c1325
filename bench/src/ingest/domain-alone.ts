import type { CassandraOptions } from "@marquee/cassandra";
import { memoryEventLog } from "@marquee/event-log";
import { memoryPubSub } from "@marquee/pubsub";
import { viewerFrom } from "@marquee/viewer-claim";
import { readWatchHistoryConfig } from "@marquee/watch-history/config";
import { openReporting } from "@marquee/watch-history/reporting";
import type { Logger } from "pino";
import type { Outcome } from "../closed-loop.ts";
import type { ReportedEvent, Viewer } from "./viewers.ts";

export interface DomainAlone extends AsyncDisposable {
  send(viewer: Viewer, events: readonly ReportedEvent[]): Promise<Outcome>;
}

export interface DomainOptions {
  readonly cassandra: CassandraOptions;
  readonly playbackSecret: string;
  readonly logger: Logger;
}

/** Watch-history from a report to its verdicts: its rules and stores on Cassandra, without GraphQL and HTTP. */
export async function domainAlone({ cassandra, playbackSecret, logger }: DomainOptions): Promise<DomainAlone> {
  await using opened = new AsyncDisposableStack();
  const settings = readWatchHistoryConfig({
    CASSANDRA_CONTACT_POINTS: cassandra.contactPoints.join(","),
    PLAYBACK_SECRET: playbackSecret,
    CLAIM_SECRET: playbackSecret,
  });
  const parts = { logger, eventLog: opened.use(memoryEventLog()), pubSub: memoryPubSub() };
  const { report } = opened.use(await openReporting({ ...settings, cassandra }, parts));
  const running = opened.move();
  return {
    async send({ token, claims }, events) {
      const result = await report({ token, events }, viewerFrom({ sub: "bench", profile: claims.profileId }));
      if (!result.isTokenValid) throw new Error(`expected a report to be taken: ${result.message}`);
      const accepted = result.verdicts.filter(({ status }) => status === "ACCEPTED").length;
      return { accepted, refused: result.verdicts.length - accepted };
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
