import { createServer, type RequestListener, type Server } from "node:http";
import type { Socket } from "node:net";

export interface HttpServerOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
}

/** A request that is not read in this time holds a connection for nothing. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than any proxy before it keeps a connection that is idle: a request must not meet one that is just being closed. */
const KEEP_ALIVE_MS = 75_000;
/** A connection on which nothing moves for this long is cut: its client does not read what it asked for. */
const SILENT_MS = 120_000;
/** An operation that takes its time says nothing either: one that fetches more often than this, each time at the last moment, is cut off. */
const FETCHES_IN_A_ROW = 8;
/** Connections that wait to be taken: with fewer, those that come all at once are dropped, and try again after 1, 3 and 7 s. */
const BACKLOG = 4_096;
/** How long requests in hand may take when the router stops. */
const DRAIN_MS = 10_000;

/** The router's own port. Disposing it finishes the requests in hand within ten seconds, and cuts off those that take longer. */
export class HttpServer implements AsyncDisposable {
  readonly server: Server;
  readonly #connections = new Set<Socket>();
  #closed: Promise<void> | undefined;

  /** @param subgraphTimeoutMs the longest that one fetch of an operation may take */
  constructor(handle: RequestListener, subgraphTimeoutMs: number) {
    this.server = createServer(
      { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS },
      handle,
    );
    this.server.on("connection", (connection) => {
      this.#connections.add(connection);
      connection.once("close", () => this.#connections.delete(connection));
    });
    this.server.timeout = Math.max(SILENT_MS, FETCHES_IN_A_ROW * subgraphTimeoutMs);
  }

  /**
   * @returns the port that was taken
   * @throws EADDRINUSE and the like
   */
  async listen({ port, host }: HttpServerOptions): Promise<number> {
    await new Promise<void>((resolve, reject) => this.server.once("error", reject).listen(port, host, BACKLOG, resolve));
    const address = this.server.address();
    if (typeof address !== "object" || address === null) throw new Error("expected the router to listen on a port");
    return address.port;
  }

  get isClosing(): boolean {
    return this.#closed !== undefined;
  }

  /** Takes no new connections and ends those that are idle; resolves when all have ended. */
  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      this.server.close(() => resolve());
      // browsers open connections that they may need: Node waits for a first request on those
      for (const connection of this.#connections) if (connection.bytesRead === 0) connection.destroy();
    });
    return this.#closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const impatience = setTimeout(() => this.server.closeAllConnections(), DRAIN_MS);
    await this.close();
    clearTimeout(impatience);
  }
}
