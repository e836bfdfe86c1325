import type { Logger } from "pino";
import type { RedisCommands } from "./commands.ts";
import { Connection } from "./connection.ts";
import { infoOf, problemsOf, whyUnreachable } from "./problems.ts";
import type { RedisOptions } from "./settings.ts";

/** A connection of one's own to the same Redis, for what blocks and for subscriptions. */
export interface RedisConnection extends AsyncDisposable {
  readonly client: RedisCommands;
  /** Has `listener` called whenever the connection was lost and made anew, until the signal aborts: subscriptions are gone then. */
  onConnected(listener: () => void, signal: AbortSignal): void;
}

/** A Redis that can be written to and forgets nothing by itself. It reconnects by itself; until then commands reject at once. */
export interface Redis extends RedisConnection {
  readonly prefix: string;
  /**
   * A key of this Marquee. What must lie together, since one command or script names it all, has one hash tag: the first part, or what
   * stands in it before a dot. So `key("views.3")` and `key("views.4", "x")` are on the same node of a cluster.
   */
  key(...parts: readonly [string, ...string[]]): string;
  duplicate(): Promise<RedisConnection>;
  /**
   * Names the life of the server, or of all servers of a cluster that take writes: another one means a restart, or that another node
   * took over, and that something may have been lost.
   */
  runId(): Promise<string>;
  /** What is wrong now, a sentence for each; never rejects. */
  problems(): Promise<readonly string[]>;
}

/**
 * Connects, and makes sure that this Redis can be used.
 *
 * @throws EngineProblem naming `REDIS_URL`, the host, what was expected and what was found
 */
export async function openRedis(options: RedisOptions, logger: Logger): Promise<Redis> {
  const connection = await Connection.open(options, logger).catch((error: unknown) => {
    throw whyUnreachable(options, error);
  });
  const problems = () => problemsOf(options, connection);
  const [problem] = await problems();
  if (problem) {
    await connection[Symbol.asyncDispose]();
    throw problem;
  }
  return {
    client: connection.client,
    prefix: options.prefix,
    key: (first, ...others) => [`{${options.prefix}:${first.split(".")[0]}}`, first, ...others].join(":"),
    onConnected: (listener, signal) => connection.onConnected(listener, signal),
    duplicate: () => Connection.open(options, logger),
    runId: async () => {
      const infos = await connection.eachNode(infoOf);
      return infos
        .map(({ run_id }) => run_id ?? "")
        .toSorted()
        .join("+");
    },
    problems: async () => (await problems()).map(({ message }) => message),
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}
