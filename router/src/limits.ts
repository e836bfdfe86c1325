/** What one client may ask of the router; every number is an upper bound that is still allowed. */
export interface Limits {
  /** Of an HTTP body. */
  readonly bodyBytes: number;
  /** Of one WebSocket message. */
  readonly messageBytes: number;
  /** Lexical tokens of a document; parsing stops there. */
  readonly tokens: number;
  /** Operations and fragments of a document. */
  readonly definitions: number;
  /** Nested selection sets, fragments followed; introspection itself needs 15. */
  readonly depth: number;
  /** Fields with an alias, fragments followed. */
  readonly aliases: number;
  /** Fields of the operation's root, fragments followed. */
  readonly rootFields: number;
  /** All fields, fragments followed: what the planner will see. */
  readonly fields: number;
  /** Choices that the planner may weigh for one selection. */
  readonly plannerPaths: number;
  /** For validating one document, and for planning one operation, in milliseconds. */
  readonly planMs: number;
  /** New operations that wait for the planner. */
  readonly planQueue: number;
  /** Of the planner's own heap, in megabytes. */
  readonly planHeapMb: number;
  /** In hand at once, of all clients together, that a busy process still takes; more, where it answers more in half a second. */
  readonly operations: number;
  /** Open WebSocket connections of this process; and as many subscriptions over HTTP. */
  readonly connections: number;
  /** Those of one network address, as the router sees it: behind an edge or a shared network one address is many clients. */
  readonly connectionsPerAddress: number;
  /** Messages of one WebSocket connection in the long run; ten seconds' worth may come at once. */
  readonly messagesPerSecond: number;
  /** Operations under way on one connection. */
  readonly operationsPerConnection: number;
  /** Bytes that wait for a client which does not read; beyond it the connection is cut. */
  readonly bufferedBytes: number;
}

/** Generous for a client that people use, small beside what harms the process. */
export const defaultLimits: Limits = {
  bodyBytes: 262_144,
  messageBytes: 65_536,
  tokens: 2_000,
  definitions: 40,
  depth: 16,
  aliases: 60,
  rootFields: 20,
  fields: 500,
  plannerPaths: 1_000,
  planMs: 2_000,
  planQueue: 200,
  planHeapMb: 256,
  operations: 128,
  connections: 10_000,
  connectionsPerAddress: Number.POSITIVE_INFINITY,
  messagesPerSecond: 50,
  operationsPerConnection: 100,
  bufferedBytes: 1_048_576,
};
