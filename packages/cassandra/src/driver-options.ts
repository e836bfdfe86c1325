import { auth, type ClientOptions, errors, policies, types } from "cassandra-driver";
import type { CassandraOptions } from "./settings.ts";

/**
 * How long one attempt waits for its answer. Above the server's own time-out for a write (2 s), so that it is usually the server that
 * says what became of it; far enough below a report's 7 s that a mark, or a write, that hangs is answered in time.
 */
export const ANSWER_TIMEOUT_MS = 3_000;

/**
 * What the driver is told, and why:
 * - **Consistency** is LOCAL_QUORUM both ways, so a read sees every acknowledged write with one of three copies gone.
 * - **Load balancing** is the driver's default: a replica of the statement's token in the local datacenter first (which is why every
 *   statement is prepared: only then is its token known), the less busy of two of them, and never another datacenter.
 * - **Two connections a node**, 2,048 streams each, more than are ever in flight; a beat every 10 s finds one that died silently.
 * - **Reconnection** waits 5 s at most, not the driver's ten minutes, so that a node that returns is used again at once.
 * - **Speculative execution** asks a second replica when the first has not answered after 500 ms. That is far above a healthy
 *   node's worst, so it costs nothing until a node hangs (a long pause of its garbage collector, a lost link), and then saves the
 *   caller a time-out. One extra attempt at most, so a cluster that is slow as a whole gets no more than twice its load.
 * - **Retries** are `BoundedRetries`.
 * - An `undefined` parameter leaves its column alone (`useUndefinedAsUnset`, the default); `null` would write a tombstone.
 */
export function driverOptions({ contactPoints, localDatacenter, username, password }: CassandraOptions): ClientOptions {
  return {
    contactPoints: [...contactPoints],
    localDataCenter: localDatacenter,
    ...(username !== undefined && { authProvider: new auth.PlainTextAuthProvider(username, password ?? "") }),
    queryOptions: { consistency: types.consistencies.localQuorum, prepare: true, isIdempotent: true },
    pooling: { coreConnectionsPerHost: { [types.distance.local]: 2 }, heartBeatInterval: 10_000 },
    socketOptions: { connectTimeout: 3_000, readTimeout: ANSWER_TIMEOUT_MS },
    protocolOptions: { maxSchemaAgreementWaitSeconds: 15, port: portOf(contactPoints) },
    policies: {
      reconnection: new policies.reconnection.ExponentialReconnectionPolicy(500, 5_000, false),
      speculativeExecution: new policies.speculativeExecution.ConstantSpeculativeExecutionPolicy(500, 1),
      retry: new BoundedRetries(),
    },
  };
}

/** The nodes that the contact points name listen where these do; the driver would look for them on 9042. */
function portOf([first]: readonly string[]): number {
  return Number(first?.split(":")[1] ?? 9042);
}

/**
 * Every statement is idempotent (its write timestamp is a parameter, or writing again is the same), so it may be sent again; but always
 * to another node, which needs no pause in between, and at most twice. With one node nothing is: the caller answers "try again".
 * - A broken connection, an overloaded or starting coordinator: the next node.
 * - Too few replicas alive, or too few answers in the server's time: once, since another coordinator may know better.
 * - No answer in our own time: not at all. A second node was asked speculatively long before.
 */
class BoundedRetries extends policies.retry.RetryPolicy {
  override onRequestError(...[info, consistency, error]: Parameters<policies.retry.RetryPolicy["onRequestError"]>) {
    if (error instanceof errors.OperationTimedOutError || info.nbRetry >= 2) return this.rethrowResult();
    return this.retryResult(consistency, false);
  }

  override onUnavailable(...[info, consistency]: Parameters<policies.retry.RetryPolicy["onUnavailable"]>) {
    return this.#once(info, consistency);
  }

  override onReadTimeout(...[info, consistency]: Parameters<policies.retry.RetryPolicy["onReadTimeout"]>) {
    return this.#once(info, consistency);
  }

  override onWriteTimeout(...[info, consistency]: Parameters<policies.retry.RetryPolicy["onWriteTimeout"]>) {
    return this.#once(info, consistency);
  }

  #once(info: policies.retry.OperationInfo, consistency: types.consistencies): policies.retry.DecisionInfo {
    return info.nbRetry === 0 ? this.retryResult(consistency, false) : this.rethrowResult();
  }
}
