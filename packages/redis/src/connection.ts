import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { NodeClient, RedisCommands } from "./commands.ts";
import { hostsOf } from "./hosts.ts";
import { create, discard, isOfConnection, newNode, type Opened, RedisUnreachable, reasonOf, retire } from "./opened.ts";
import type { RedisOptions } from "./settings.ts";

/** How long a command may take, a blocking one included. */
const COMMAND_MS = 5_000;
const HEARTBEAT_MS = 5_000;
const LONGEST_PAUSE_MS = 2_000;

/**
 * A connection to a node or a cluster that makes itself anew, for ever, whenever it was lost. While there is none, a command rejects at once.
 * One that is not answered in time rejects and ends the connection: a partition or a stopped server says nothing by itself, and the client's
 * own time-out ends as soon as a command was sent.
 */
export class Connection implements AsyncDisposable {
  /** Each call goes to the connection as it is at that moment, with a deadline. */
  readonly client: RedisCommands;
  readonly #options: RedisOptions;
  readonly #logger: Logger;
  readonly #hosts: string;
  readonly #closing = new AbortController();
  readonly #listeners = new Set<() => void>();
  #opened: Opened | undefined;
  #replacing: Promise<void> | undefined;
  #beating: Promise<void> | undefined;

  private constructor(options: RedisOptions, logger: Logger) {
    this.#options = options;
    this.#logger = logger;
    this.#hosts = hostsOf(options);
    const names: RedisCommands = newNode("redis://"); // never connected: it says which commands there are
    this.client = new Proxy(names, { get: (target, name) => this.#command(target, name) });
  }

  /** @throws the client's own error when the first connection cannot be made */
  static async open(options: RedisOptions, logger: Logger): Promise<Connection> {
    const connection = new Connection(options, logger);
    connection.#opened = await connection.#connect();
    connection.#beating = connection.#beat();
    return connection;
  }

  /** Has `listener` called whenever a lost connection was made anew, until the signal aborts. */
  onConnected(listener: () => void, signal: AbortSignal): void {
    this.#listeners.add(listener);
    signal.addEventListener("abort", () => this.#listeners.delete(listener), { once: true });
  }

  /** Asks the node, or all nodes of a cluster that take writes. */
  eachNode<Answer>(ask: (node: NodeClient) => Promise<Answer>): Promise<readonly Answer[]> {
    return this.#attempt(async ({ kind, client }) => {
      const nodes = kind === "node" ? [client] : await Promise.all(client.masters.map((master) => client.nodeClient(master)));
      return Promise.all(nodes.map(ask));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    if (this.#opened) discard(this.#opened);
    this.#opened = undefined;
    await this.#replacing;
    await this.#beating;
  }

  #command(names: RedisCommands, name: string | symbol): unknown {
    if (typeof Reflect.get(names, name, names) !== "function") return undefined;
    return (...args: unknown[]): Promise<unknown> =>
      this.#attempt(async ({ client }) => {
        const command: unknown = Reflect.get(client, name, client);
        if (typeof command !== "function") throw new TypeError(`there is no command ${String(name)}`);
        return Reflect.apply(command, client, args);
      });
  }

  async #attempt<Answer>(ask: (opened: Opened) => Promise<Answer>): Promise<Answer> {
    const opened = this.#opened;
    if (!opened) throw new RedisUnreachable(`Redis at ${this.#hosts} cannot be reached now`);
    try {
      return await this.#inTime(ask(opened));
    } catch (error) {
      if (!isOfConnection(error)) throw error;
      this.#lost(opened, error);
      if (error instanceof RedisUnreachable) throw error;
      throw new RedisUnreachable(`Redis at ${this.#hosts} was lost: ${reasonOf(error)}`, { cause: error });
    }
  }

  async #inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const complain = () => reject(new RedisUnreachable(`Redis at ${this.#hosts} did not answer within ${COMMAND_MS / 1_000} s`));
    const timer = setTimeout(complain, COMMAND_MS);
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** A node that is lost takes no more commands. A cluster goes on with the nodes that are left, while its map is read again. */
  #lost(opened: Opened, reason: unknown): void {
    if (this.#closing.signal.aborted || this.#opened !== opened) return;
    if (opened.kind === "node") {
      this.#opened = undefined;
      discard(opened);
    }
    if (this.#replacing) return;
    this.#logger.warn({ reason: reasonOf(reason) }, `lost the connection to Redis at ${this.#hosts}`);
    this.#replacing = this.#replace();
  }

  async #replace(): Promise<void> {
    const { signal } = this.#closing;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const longestMs = Math.min(LONGEST_PAUSE_MS, 100 * 2 ** attempt);
      await pause(longestMs * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      const opened = await this.#connect().catch(() => undefined);
      if (opened && signal.aborted) discard(opened);
      else if (opened) return this.#take(opened);
    }
  }

  #take(opened: Opened): void {
    if (this.#opened) retire(this.#opened);
    this.#opened = opened;
    this.#replacing = undefined; // from here on it may be lost again
    this.#logger.info(`connected to Redis at ${this.#hosts} again`);
    for (const listener of this.#listeners) listener();
  }

  async #connect(): Promise<Opened> {
    const opened = create(this.#options, (error) => this.#lost(opened, error));
    try {
      await this.#inTime<unknown>(opened.client.connect());
      return opened;
    } catch (error) {
      discard(opened);
      throw error;
    }
  }

  /** Notices a connection that is dead and silent, also where no command is sent over it. */
  async #beat(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await pause(HEARTBEAT_MS, undefined, { signal }).catch(() => {});
      if (this.#opened) await this.client.ping().catch(() => {}); // what fails is dealt with, and logged, where it is noticed
    }
  }
}
