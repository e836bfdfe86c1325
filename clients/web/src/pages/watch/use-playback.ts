import { useCallback, useEffect, useState } from "react";
import { type Client, useClient } from "urql";
import type { PlaybackSessionFieldsFragment, StartPlaybackMutation } from "../../graphql/generated/graphql.ts";
import { graphEndpoint } from "../../graphql/graph-provider.tsx";
import { endPlayback, renewPlayback, startPlayback } from "../../graphql/operations/watch.ts";
import { Reporter } from "../../reporting/reporter.ts";
import { newIdempotencyKey } from "./idempotency-key.ts";

export type PlaybackRefusal = Exclude<StartPlaybackMutation["startPlayback"], { __typename: "PlaybackSession" }>;

export type PlaybackState =
  | { readonly status: "starting" }
  | { readonly status: "unreachable" }
  | { readonly status: "refused"; readonly refusal: PlaybackRefusal }
  | { readonly status: "open"; readonly session: PlaybackSessionFieldsFragment; readonly reporter: Reporter };

/** Asked again this soon while the film is being prepared, or while nothing answers. */
const retryMs = 3_000;
/** Addresses are renewed this long before they expire. */
const renewAheadMs = 5 * 60_000;
/** What `setTimeout` can count. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * One watching: a playback session from when the page is opened until it is left. `restart` begins another, as after sleep; what is on the
 * screen plays on. `renew` asks for fresh addresses within the same session.
 */
export function usePlayback(playableId: string) {
  const client = useClient();
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<PlaybackState>({ status: "starting" });
  const restart = useCallback(() => setAttempt((before) => before + 1), []);

  useEffect(() => {
    const leaving = new AbortController();
    void open(client, playableId, leaving.signal, (next) => {
      if (next.status !== "open") {
        setState((before) => (before.status === "open" && next.status === "unreachable" ? before : next));
        return;
      }
      const reporter = new Reporter({ endpoint: graphEndpoint, session: next.session, lapsed: restart });
      leaving.signal.addEventListener("abort", () => close(client, next.session, reporter));
      setState({ ...next, reporter });
    });
    return () => leaving.abort();
  }, [client, playableId, restart, attempt]);

  const { session, reporter } = state.status === "open" ? state : {};
  const renew = useCallback(async () => {
    if (!session) return;
    const renewed = (await client.mutation(renewPlayback, { input: { token: session.token } })).data?.renewPlayback;
    if (renewed?.__typename === "PlaybackEnded") restart();
    if (renewed?.__typename !== "PlaybackSession") return;
    setState((before) => (before.status === "open" ? { ...before, session: renewed } : before));
  }, [client, session, restart]);

  useEffect(() => {
    if (!session || !reporter) return undefined;
    const leftMs = Date.parse(session.expiresAt) - reporter.serverNowMs - renewAheadMs;
    const timer = setTimeout(() => void renew(), Math.min(longestTimerMs, Math.max(retryMs, leftMs)));
    return () => clearTimeout(timer);
  }, [session, reporter, renew]);

  useEffect(() => {
    const shown = (event: PageTransitionEvent) => event.persisted && restart();
    window.addEventListener("pageshow", shown);
    return () => window.removeEventListener("pageshow", shown);
  }, [restart]);

  return { state, restart, renew };
}

type Opened = Exclude<PlaybackState, { status: "open" }> | { readonly status: "open"; readonly session: PlaybackSessionFieldsFragment };

/** Starts playback, again and again where waiting may help. Every try carries the same key, so that only one session comes of it. */
async function open(client: Client, playableId: string, signal: AbortSignal, tell: (next: Opened) => void): Promise<void> {
  const input = { playableId, idempotencyKey: newIdempotencyKey() };
  while (!signal.aborted) {
    const result = (await client.mutation(startPlayback, { input })).data?.startPlayback;
    if (result?.__typename === "PlaybackSession" && signal.aborted)
      void client.mutation(endPlayback, { input: { sessionId: result.id } }).toPromise();
    if (signal.aborted) return;
    if (result?.__typename === "PlaybackSession") {
      tell({ status: "open", session: result });
      return;
    }
    tell(result ? { status: "refused", refusal: result } : { status: "unreachable" });
    if (result && result.__typename !== "NotReady") return;
    await pause(retryMs, signal);
  }
}

function close(client: Client, session: PlaybackSessionFieldsFragment, reporter: Reporter): void {
  reporter.finish();
  void client.mutation(endPlayback, { input: { sessionId: session.id } }).toPromise();
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    resolve();
  });
  return promise;
}
