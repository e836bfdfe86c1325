import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { percentile } from "../percentile.ts";
import { reportsOverHttp } from "./report-over-http.ts";
import { audience, inTurn, viewer } from "./viewers.ts";

/** From a report's acknowledgement to the pushed count that has it, when somebody joins or leaves. */
export interface PushLatency {
  readonly viewers: number;
  readonly samples: number;
  readonly p50Ms: number | undefined;
  readonly p95Ms: number | undefined;
  readonly p99Ms: number | undefined;
}

export interface PushLatencyOptions {
  readonly url: string;
  readonly playbackSecret: string;
  /** How many others watch meanwhile, each reporting every ten seconds. */
  readonly viewers: number;
  readonly say: (sentence: string) => void;
}

const REPORT_EVERY_MS = 10_000;
const SAMPLES = 60;
/** A count that does not come in this time is a fault, not a figure. */
const PATIENCE_MS = 15_000;

export async function pushLatency({ url, playbackSecret, viewers, say }: PushLatencyOptions): Promise<PushLatency> {
  await using reports = reportsOverHttp(url, 64, () => ({}));
  const stopping = new AbortController();
  const background = watchOn(viewers, { playbackSecret, send: reports.send, signal: stopping.signal });
  await wait(REPORT_EVERY_MS * 1.2); // until all of them are counted
  say("All of them watch");

  const playableId = randomUUID();
  const counts = followCount(url, playableId);
  const latencies: number[] = [];
  try {
    await counts.reaches(0);
    let watching: ReturnType<typeof viewer> | undefined;
    while (latencies.length < SAMPLES) {
      await wait(500 + 2_500 * Math.random());
      const sender = watching ?? viewer(playableId, playbackSecret);
      const events = sender.report(1).map((event) => ({ ...event, kind: watching ? ("STOPPED" as const) : event.kind }));
      await reports.send(sender, events);
      const acknowledgedAt = performance.now();
      watching = watching ? undefined : sender;
      const seenAt = await counts.reaches(watching ? 1 : 0);
      latencies.push(Math.max(0, seenAt - acknowledgedAt));
    }
  } finally {
    counts.stop();
    stopping.abort();
    await background;
  }
  const of = (share: number) => percentile(latencies, share);
  return { viewers, samples: latencies.length, p50Ms: rounded(of(0.5)), p95Ms: rounded(of(0.95)), p99Ms: rounded(of(0.99)) };
}

interface Watching {
  readonly playbackSecret: string;
  readonly send: ReturnType<typeof reportsOverHttp>["send"];
  readonly signal: AbortSignal;
}

/** Devices that report evenly spread over the ten seconds, until the signal aborts. */
async function watchOn(viewers: number, { playbackSecret, send, signal }: Watching): Promise<void> {
  const next = inTurn(audience(viewers, 50, playbackSecret));
  const sending = new Set<Promise<unknown>>();
  const startedAt = performance.now();
  for (let sent = 0; !signal.aborted; sent++) {
    const device = next();
    const one = send(device, device.report(1)).finally(() => sending.delete(one));
    sending.add(one);
    const dueAt = startedAt + ((sent + 1) * REPORT_EVERY_MS) / viewers;
    const earlyMs = dueAt - performance.now();
    if (earlyMs > 0) await wait(earlyMs, undefined, { signal }).catch(() => {});
  }
  await Promise.all(sending);
}

/** A subscription to a playable's count. */
function followCount(url: string, playableId: string) {
  const client = createClient({ url: url.replace("http", "ws"), webSocketImpl: WebSocket, retryAttempts: 0 });
  let shown: { readonly viewers: number | null; readonly at: number } | undefined;
  let changed = Promise.withResolvers<void>();
  client.subscribe<{ readonly viewerCount: { readonly viewers: number | null } }>(
    { query: "subscription ($id: ID!) { viewerCount(playableId: $id) { viewers } }", variables: { id: playableId } },
    {
      next({ data }) {
        if (data && shown?.viewers !== data.viewerCount.viewers) shown = { viewers: data.viewerCount.viewers, at: performance.now() };
        changed.resolve();
        changed = Promise.withResolvers();
      },
      error: (error) => changed.reject(error),
      complete: () => {},
    },
  );
  return {
    /** Resolves with when the count that was pushed became this. */
    async reaches(viewers: number): Promise<number> {
      for (const deadline = performance.now() + PATIENCE_MS; shown?.viewers !== viewers; ) {
        if (performance.now() > deadline) throw new Error(`expected ${viewers} viewers to be pushed, got ${shown?.viewers}`);
        await Promise.race([changed.promise, wait(1_000)]);
      }
      return shown.at;
    },
    stop: () => void client.dispose(),
  };
}

function rounded(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms);
}
