import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import type { Stage } from "./stage.ts";

/** Those who stay all the time: they are what is held while everybody else is away. */
export interface Standing extends AsyncDisposable {
  readonly clients: number;
  /** Of those, the ones whose token will expire. */
  readonly withToken: number;
  /** What they need of subgraphs, each once. */
  readonly upstreams: number;
  /** Events that they got. */
  readonly events: () => number;
  /** What went wrong for any of them, who should notice nothing but pauses. */
  readonly faults: readonly string[];
}

const readers = 'subscription { readers(id: "1") { readers } }';
const visits = 'subscription { visits(id: "1") { readers } }';
const mine = "subscription { mine { readers } }";

const HOURS_SECONDS = 7_200;

/**
 * Twelve clients with a subscription each; what they ask for is the same for four or two of them, and of one subgraph alone, so that nothing is under way
 * between two events.
 */
export async function standingClients({ url, tokens }: Stage): Promise<Standing> {
  const [alice, bob] = await Promise.all(["alice", "bob"].map((who) => tokens.for(who, HOURS_SECONDS)));
  const wanted = [
    ...Array.from({ length: 4 }, () => ({ query: readers, token: undefined })),
    ...Array.from({ length: 4 }, () => ({ query: visits, token: undefined })),
    ...[alice, alice, bob, bob].map((token) => ({ query: mine, token })),
  ];
  const faults: string[] = [];
  let events = 0;
  const clients = wanted.map(({ query, token }) => {
    const client = createClient({
      url: url.replace("http", "ws"),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      ...(token && { connectionParams: { authorization: `Bearer ${token}` } }),
    });
    client.subscribe(
      { query },
      {
        next: () => {
          events += 1;
        },
        error: (error) => void faults.push(`a client that stays was cut off: ${JSON.stringify(error)}`),
        complete: () => {},
      },
    );
    return client;
  });
  return {
    clients: wanted.length,
    withToken: wanted.filter(({ token }) => token).length,
    upstreams: 4,
    events: () => events,
    faults,
    async [Symbol.asyncDispose]() {
      await Promise.all(clients.map((client) => client.dispose()));
    },
  };
}
