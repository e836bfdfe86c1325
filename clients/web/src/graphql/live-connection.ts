import { type Client, createClient } from "graphql-ws";
import type { Session } from "../session/session.ts";

export type LiveStatus = "idle" | "connecting" | "connected" | "lost";

/** The page's one WebSocket: opened with the first subscription, closed after the last, and opened again whenever it breaks. */
export type LiveConnection = {
  readonly client: Client;
  readonly status: () => LiveStatus;
  readonly subscribe: (listener: () => void) => () => void;
  readonly dispose: () => void;
};

/** What the server closes a socket with whose token is bad or has expired. */
const forbidden = 4403;
const pingMs = 10_000;
const pongWithinMs = 5_000;

/** Sockets are authenticated once, when they open; so a new token means a new socket, on which the subscriptions go on. */
export function connectLive(url: string, session: Session): LiveConnection {
  let used: { readonly token: string; readonly freshUntilMs: number | undefined } | undefined;
  const client = createClient({
    url,
    lazyCloseTimeout: 3_000,
    keepAlive: pingMs,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (retries) => new Promise((resolve) => setTimeout(resolve, retryWaitMs(retries))),
    connectionParams: async () => {
      const token = await session.accessToken();
      used = token ? { token, freshUntilMs: session.freshUntilMs } : undefined;
      return token ? { authorization: `Bearer ${token}` } : {};
    },
  });
  client.on("closed", (event) => {
    if (used && event instanceof CloseEvent && event.code === forbidden) session.reject(used.token);
    used = undefined;
  });
  const stopFollowing = session.subscribe(() => {
    if (used && session.freshUntilMs !== undefined && used.freshUntilMs !== session.freshUntilMs) client.terminate();
  });
  closeWhenSilent(client);
  return {
    client,
    ...statusOf(client),
    dispose: () => {
      stopFollowing();
      void client.dispose();
    },
  };
}

/** The first retry is nearly immediate: most sockets are closed for a restart or a new token. */
function retryWaitMs(retries: number): number {
  return Math.random() * Math.min(30_000, 400 * 2 ** retries);
}

/** A network that vanished leaves a socket that looks open; one that does not answer a ping is closed, and so opened anew. */
function closeWhenSilent(client: Client): void {
  let deadline: ReturnType<typeof setTimeout> | undefined;
  client.on("ping", (received) => {
    if (!received) deadline = setTimeout(() => client.terminate(), pongWithinMs);
  });
  client.on("pong", (received) => {
    if (received) clearTimeout(deadline);
  });
  client.on("closed", () => clearTimeout(deadline));
}

function statusOf(client: Client): Pick<LiveConnection, "status" | "subscribe"> {
  const listeners = new Set<() => void>();
  let status: LiveStatus = "idle";
  const become = (next: LiveStatus) => {
    status = next;
    for (const listener of listeners) listener();
  };
  client.on("connecting", (isRetry) => become(isRetry ? "lost" : "connecting"));
  client.on("connected", () => become("connected"));
  client.on("closed", () => become("lost"));
  return {
    status: () => status,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
