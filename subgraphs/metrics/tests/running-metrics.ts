import { type EventLog, memoryEventLog } from "@marquee/event-log";
import { viewStream } from "@marquee/events";
import { memoryPubSub } from "@marquee/pubsub";
import type { RunningSubgraph, ServiceParts } from "@marquee/subgraph-server";
import { partOf, type StoredEvent } from "@marquee/view-events";
import { signClaim, viewerHeader } from "@marquee/viewer-claim";
import { createClient } from "graphql-ws";
import { pino } from "pino";
import { z } from "zod";
import type { MetricsConfig } from "../src/config.ts";
import { startMetrics } from "../src/service.ts";

const PARTS = 4;
const claimSecret = "a secret for the tests of metrics alone";

export const carol = { sub: "carol", scope: "operate" };
export const alice = { sub: "alice", profile: "alice's profile" };
/** What the router sends with a fetch whose fields are all public. */
export const nobody = {};

type Claims = Readonly<Record<string, string>>;
const answerShape = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }) })).optional(),
});
export type Answer = z.infer<typeof answerShape>;

export interface RunningMetrics extends AsyncDisposable {
  readonly service: RunningSubgraph;
  readonly ask: (claims: Claims, query: string, variables?: object) => Promise<Answer>;
  readonly subscribe: (claims: Claims, query: string) => Followed;
  /** Publishes events to the log, as watch-history does once they are acknowledged. */
  readonly publish: (...events: readonly StoredEvent[]) => Promise<void>;
}

/** What a subscription was told, until it is disposed. */
export interface Followed extends AsyncDisposable {
  readonly told: readonly Answer[];
}

/**
 * Metrics on stores of the caller's, spoken to as the router does.
 *
 * @param stores the URL of a database, or what else the configuration says of them
 * @param eventLog is disposed with it
 * @param parts what it shares with others: nothing unless given
 */
export async function runningMetrics(
  stores: string | Pick<MetricsConfig, "cassandra" | "cassandraJolokiaUrls">,
  eventLog: EventLog = memoryEventLog(),
  parts: Pick<ServiceParts, "pubSub" | "redis"> = { pubSub: memoryPubSub() },
): Promise<RunningMetrics> {
  const kept = typeof stores === "string" ? { databaseUrl: stores } : stores;
  const config = { ...kept, claimSecret, port: 0, host: "127.0.0.1", parts: PARTS, graceMs: 1_000, lateLimitHours: 1 };
  const service = await startMetrics(config, { logger: pino({ level: "silent" }), eventLog, ...parts });
  return {
    service,
    async ask(claims, query, variables) {
      const headers = { "content-type": "application/json", [viewerHeader]: signClaim(claims, claimSecret, "metrics", Date.now()) };
      const response = await fetch(service.url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
      return answerShape.parse(await response.json());
    },
    subscribe: (claims, query) => follow(service.url, signClaim(claims, claimSecret, "metrics", Date.now()), query),
    async publish(...events) {
      for (const event of events) {
        await eventLog.append(viewStream(partOf(event.sessionId, PARTS)), [{ key: event.sessionId, value: event }]);
      }
    },
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await eventLog[Symbol.asyncDispose]();
    },
  };
}

function follow(url: string, claim: string, query: string): Followed {
  const client = createClient({ url: url.replace("http", "ws"), connectionParams: { [viewerHeader]: claim }, retryAttempts: 0 });
  const told: Answer[] = [];
  const end = client.subscribe(
    { query },
    {
      next: (answer) => void told.push(answerShape.parse(answer)),
      error: (errors) => void told.push(answerShape.parse({ errors })),
      complete: () => {},
    },
  );
  return {
    told,
    async [Symbol.asyncDispose]() {
      end();
      await client.dispose();
    },
  };
}
