import { createRequire } from "node:module";
import { type EventLog, memoryEventLog } from "@marquee/event-log";
import { type EventData, envelope } from "@marquee/events";
import { createPool } from "@marquee/postgres";
import { testDatabase } from "@marquee/postgres/testing";
import { memoryPubSub } from "@marquee/pubsub";
import { type Claims, signClaim, viewerHeader } from "@marquee/viewer-claim";
import pg from "pg";
import { pino } from "pino";
import { vi } from "vitest";
import { z } from "zod";
import { startCatalog } from "../src/service.ts";

const claimSecret = "the catalog's tests sign with this";

const answerShape = z.object({
  data: z.any(), // has the shape that the test's own query gives it
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }) })).optional(),
});
export type Answer = z.infer<typeof answerShape>;

/** The whole catalog on a database of its own, asked as the router asks it. */
export async function runningCatalog({ demo = true, now }: { readonly demo?: boolean; readonly now?: () => Date } = {}) {
  await using opened = new AsyncDisposableStack();
  const database = opened.use(await testDatabase());
  const eventLog = opened.use(memoryEventLog());
  const pool = opened.adopt(createPool(database.url, { max: 2, name: "test" }), (it) => it.end());
  const config = {
    databaseUrl: database.url,
    claimSecret,
    port: 0,
    host: "127.0.0.1",
    artworkBaseUrl: "https://watch.example/artwork",
    demo,
  };
  const start = (log: EventLog = eventLog) =>
    startCatalog(config, { logger: pino({ level: "silent" }), eventLog: log, pubSub: memoryPubSub(), ...(now && { now }) });
  const catalog = opened.use(await start());
  const all = opened.move();
  return {
    origin: catalog.origin,
    pool,
    eventLog,
    /** Another process of the same catalog, on the same log or on another. */
    startAnother: start,
    /** @param claims what the router read from the viewer's token; nothing for an anonymous viewer */
    async ask(query: string, variables: Readonly<Record<string, unknown>> = {}, claims: Claims = {}): Promise<Answer> {
      const response = await fetch(catalog.url, {
        method: "POST",
        headers: { "content-type": "application/json", [viewerHeader]: signClaim(claims, claimSecret, "catalog", Date.now()) },
        body: JSON.stringify({ query, variables }),
      });
      return answerShape.parse(await response.json());
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

export type RunningCatalog = Awaited<ReturnType<typeof runningCatalog>>;

/** What the router copies from a token with a selected profile. */
export function profile(maturity: string, territory?: string): Claims {
  return { sub: "alice", profile: "alices-profile", maturity, ...(territory && { territory }) };
}

/** Tells the catalog of a video, as packager does. */
export async function tellOfVideo(
  { eventLog }: RunningCatalog,
  sequence: number,
  video: Partial<EventData<"marquee.packager.video.v1">> & { readonly playableId: string },
): Promise<void> {
  const data = { kind: "MOVIE" as const, title: null, state: "READY" as const, durationSeconds: 60, ...video };
  const event = envelope("marquee.packager.video.v1", { source: "/packager", subject: video.playableId, sequence }, data);
  await eventLog.append("packager", [{ key: video.playableId, value: event }]);
}

/** How many statements read the catalog's tables while `work` runs, whichever copy of the driver sends them. */
export async function statementsDuring(work: () => Promise<unknown>): Promise<number> {
  const ownDriver: typeof pg = createRequire(import.meta.resolve("@mikro-orm/postgresql"))("pg");
  const spies = [...new Set([pg.Client.prototype, ownDriver.Client.prototype])].map((client) => vi.spyOn(client, "query"));
  try {
    await work();
    return spies.flatMap((spy) => spy.mock.calls).filter(([query]) => isRead(query)).length;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

function isRead(query: unknown): boolean {
  const text = typeof query === "object" && query !== null && "text" in query ? query.text : query;
  return typeof text === "string" && /^\s*(select|with)/i.test(text) && !text.includes("outbox");
}
