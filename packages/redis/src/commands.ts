import type { newCluster, newNode } from "./opened.ts";

/** One node, or a node of a cluster. */
export type NodeClient = ReturnType<typeof newNode>;
export type ClusterClient = ReturnType<typeof newCluster>;

/** What owns the connection. */
type NotACommand = "connect" | "close" | "destroy" | "quit" | "disconnect" | "QUIT" | "sendCommand";

type Answers<Client> = {
  [Name in keyof Client]-?: Client[Name] extends (...args: never[]) => Promise<unknown> ? Name : never;
}[keyof Client];

/**
 * The commands of Redis, by the names of the npm package `redis`, alike on one node and on a cluster, where the keys of one command
 * must share a hash tag. There is no `multi`: what must happen at once is a `script`.
 */
export type RedisCommands = Pick<NodeClient, Exclude<Answers<NodeClient> & Answers<ClusterClient>, NotACommand>>;
