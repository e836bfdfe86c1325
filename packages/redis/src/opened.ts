import {
  ClientClosedError,
  ClientOfflineError,
  ConnectionTimeoutError,
  createClient,
  createCluster,
  DisconnectsClientError,
  RootNodesUnavailableError,
  SocketClosedUnexpectedlyError,
} from "redis";
import type { ClusterClient, NodeClient } from "./commands.ts";
import type { RedisOptions } from "./settings.ts";

const CONNECT_MS = 3_000;
/** How many commands may wait for their answers; the next is refused at once. */
const LONGEST_QUEUE = 10_000;
const RETIRE_MS = 5_000;

/** Redis cannot be reached now, or did not answer in time; whether the command was carried out is unknown. */
export class RedisUnreachable extends Error {
  override readonly name = "RedisUnreachable";
}

export type Opened = { readonly kind: "node"; readonly client: NodeClient } | { readonly kind: "cluster"; readonly client: ClusterClient };

/** A client that is not connected yet and never reconnects by itself. `onError` is called with each failure of a connection. */
export function create({ urls }: RedisOptions, onError: (error: unknown) => void): Opened {
  const [url, ...others] = urls;
  if (url === undefined || others.length > 0) {
    const client = newCluster(urls);
    client.on("error", onError);
    client.on("node-error", onError);
    return { kind: "cluster", client };
  }
  const client = newNode(url);
  client.on("error", onError);
  return { kind: "node", client };
}

const options = {
  socket: { connectTimeout: CONNECT_MS, reconnectStrategy: false },
  commandsQueueMaxLength: LONGEST_QUEUE,
  disableOfflineQueue: true,
} as const;

export function newNode(url: string) {
  return createClient({ url, ...options });
}

export function newCluster(urls: readonly string[]) {
  return createCluster({
    rootNodes: urls.map((url) => ({ url })),
    defaults: { ...options, ...credentials(urls[0]) },
    minimizeConnections: true, // a node that is down must not keep the others from being used
  });
}

/** The nodes that a cluster names by itself have the user and password of the first one that was configured. */
function credentials(url: string | undefined) {
  if (url === undefined) return {};
  const { username, password } = new URL(url);
  return {
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
  };
}

/** Ends it at once; what waits for an answer rejects. */
export function discard({ client }: Opened): void {
  try {
    client.destroy();
  } catch {
    // It is closed already.
  }
}

/** Ends it once what waits was answered, or after a while. */
export function retire(opened: Opened): void {
  const timer = setTimeout(() => discard(opened), RETIRE_MS);
  timer.unref();
  opened.client.close().then(
    () => clearTimeout(timer),
    () => discard(opened),
  );
}

const kinds = [
  RedisUnreachable,
  ClientClosedError,
  ClientOfflineError,
  ConnectionTimeoutError,
  DisconnectsClientError,
  RootNodesUnavailableError,
  SocketClosedUnexpectedlyError,
];

/** Whether it speaks of the way to Redis, and not of the command or of Redis' answer. */
export function isOfConnection(error: unknown): boolean {
  return kinds.some((kind) => error instanceof kind) || (error instanceof Error && "syscall" in error);
}

/** In short and without a password. Some of the client's errors have no message, only a class. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(", ");
  return error instanceof Error ? error.message || error.constructor.name : "unknown";
}
