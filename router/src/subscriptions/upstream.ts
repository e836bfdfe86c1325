import { setTimeout as pause } from "node:timers/promises";
import { viewerHeader } from "@marquee/viewer-claim";
import { type Client, createClient, type SubscribePayload } from "graphql-ws";
import type { Logger } from "pino";
import { WebSocket } from "ws";
import { z } from "zod";
import type { SubgraphAddress } from "../graph.ts";

export interface Upstream {
  readonly subgraph: SubgraphAddress;
  readonly payload: SubscribePayload;
  /** Who asks, signed anew for each connection; undefined where subgraphs are told nothing. */
  readonly claim: () => string | undefined;
  /** For connecting; and a subgraph silent for as long is asked whether it is there, with as long to answer. */
  readonly timeoutMs: number;
  readonly logger: Logger;
}

const MAX_EVENT_BYTES = 1_048_576;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Subscribes to a subgraph and stays subscribed: a connection that breaks is opened anew, with growing pauses, and nothing is yielded meanwhile. Ends when the
 * subgraph completes the subscription; one that it refuses yields the refusal, and ends.
 */
export async function* openUpstream(upstream: Upstream, signal: AbortSignal): AsyncGenerator<unknown> {
  const { subgraph, logger } = upstream;
  for (let failures = 0; !signal.aborted; failures += 1) {
    const client = connect(upstream);
    try {
      for await (const event of events(client, upstream.payload, signal)) {
        failures = 0;
        yield event;
      }
      return;
    } catch (error) {
      if (isRefusal(error)) return yield { data: null, errors: error };
      if (signal.aborted) return;
      logger.warn({ subgraph: subgraph.name, failures, reason: reasonOf(error) }, "a subscription's connection broke and is opened again");
    }
    await pauseAfter(failures, signal);
  }
}

async function* events(client: Client, payload: SubscribePayload, signal: AbortSignal): AsyncGenerator<unknown> {
  const iterator = client.iterate(payload);
  const stop = () => void iterator.return?.();
  signal.addEventListener("abort", stop);
  try {
    if (!signal.aborted) yield* iterator;
  } finally {
    signal.removeEventListener("abort", stop); // the signal outlives this connection
  }
}

function connect({ subgraph, claim, timeoutMs }: Upstream): Client {
  let socket: unknown;
  let silence: NodeJS.Timeout | undefined;
  return createClient({
    url: subgraph.url.replace(/^http/, "ws"),
    webSocketImpl: class extends WebSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol, { handshakeTimeout: timeoutMs, maxPayload: MAX_EVENT_BYTES, perMessageDeflate: false });
      }
    },
    connectionParams: () => ({ [viewerHeader]: claim() }),
    connectionAckWaitTimeout: timeoutMs,
    retryAttempts: 0, // openUpstream does that, whatever the reason was
    keepAlive: timeoutMs,
    on: {
      opened: (opened) => {
        socket = opened;
      },
      ping: (received) => {
        if (received || !(socket instanceof WebSocket)) return;
        silence = setTimeout((silent) => silent.terminate(), timeoutMs, socket);
      },
      pong: () => clearTimeout(silence),
      closed: () => clearTimeout(silence),
    },
  });
}

const refusalShape = z.array(z.object({ message: z.string() })).min(1);

/** The client throws the errors of a refused operation as an array; anything else is about the connection. */
function isRefusal(error: unknown): boolean {
  return refusalShape.safeParse(error).success;
}

function reasonOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  if (typeof error === "object" && error !== null && "code" in error) return `closed with ${String(error.code)}`;
  return "unknown";
}

async function pauseAfter(failures: number, signal: AbortSignal): Promise<void> {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
  await pause(longest * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {
    // aborted: the loop sees it
  });
}
