import { createContext, type ReactNode, use, useEffect, useMemo, useSyncExternalStore } from "react";
import { Client, fetchExchange, Provider, subscriptionExchange } from "urql";
import { authorizedFetch } from "../session/authorized-fetch.ts";
import type { Session } from "../session/session.ts";
import { useSession, useSessionState } from "../session/session-context.tsx";
import { lastAnswerExchange } from "./last-answer-exchange.ts";
import { connectLive, type LiveConnection, type LiveStatus } from "./live-connection.ts";

export const graphEndpoint = "/graphql";

const LiveContext = createContext<LiveConnection | undefined>(undefined);

/** Gives the pages below a client of their own for each account and profile, so that nothing of one is ever shown to another. */
export function GraphProvider({ children }: { children: ReactNode }) {
  const state = useSessionState();
  const who = state.status === "signedIn" ? `${state.account.id}/${state.profile?.id ?? ""}` : "nobody";
  return <GraphOfOne key={who}>{children}</GraphOfOne>;
}

/** Whether pushes arrive at the moment. */
export function useLiveStatus(): LiveStatus {
  const live = use(LiveContext);
  if (!live) throw new Error("useLiveStatus needs a GraphProvider above it.");
  return useSyncExternalStore(live.subscribe, live.status);
}

function GraphOfOne({ children }: { children: ReactNode }) {
  const session = useSession();
  const live = useMemo(() => connectLive(new URL(graphEndpoint, location.href).href.replace(/^http/, "ws"), session), [session]);
  const client = useMemo(() => graphClient(session, live), [session, live]);
  useEffect(() => live.dispose, [live]);
  return (
    <LiveContext value={live}>
      <Provider value={client}>{children}</Provider>
    </LiveContext>
  );
}

function graphClient(session: Session, live: LiveConnection): Client {
  return new Client({
    url: graphEndpoint,
    preferGetMethod: false,
    requestPolicy: "cache-and-network",
    fetch: authorizedFetch(session, (input, init) => fetch(input, init)),
    exchanges: [
      lastAnswerExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = "", variables }) => ({
          subscribe: ({ next, ...sink }) => ({
            unsubscribe: live.client.subscribe(
              { query, variables: { ...variables } },
              { ...sink, next: ({ data = null, errors }) => next({ data, ...(errors ? { errors } : {}) }) },
            ),
          }),
        }),
      }),
    ],
  });
}
