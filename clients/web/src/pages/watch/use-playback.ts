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
  /** It was open, and is over: ended from another device, or not to be watched any more. */
  | { readonly status: "ended"; readonly message: string }
  | { readonly status: "open"; readonly session: PlaybackSessionFieldsFragment; readonly reporter: Reporter };

/** Asked again this soon while the film is being prepared, or while nothing answers. */
const retryMs = 3_000;
/** How often is asked whether the session is still on; nothing else tells a device that another one has ended it. */
const askEveryMs = 60_000;
/** Addresses are renewed this long before they expire. */
const renewAheadMs = 5 * 60_000;

/**
 * One watching: a playback session from when the page is opened until it is left, or ended from elsewhere. `restart` begins another, as
 * after sleep; what is on the screen plays on. `renew` asks for fresh addresses within the same session.
 */
export function usePlayback(playableId: string) {
  const client = useClient();
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<PlaybackState>({ status: "starting" });
  const restart = useCallback(() => {
    setState((before) => (before.status === "open" ? before : { status: "starting" }));
    setAttempt((before) => before + 1);
  }, []);

  const isOver = state.status === "ended";
  useEffect(() => {
    if (isOver) return undefined;
    const leaving = new AbortController();
    void open(client, playableId, leaving.signal, (next) => {
      if (next.status !== "open") {
        setState((before) => (before.status === "open" && next.status === "unreachable" ? before : next));
        return;
      }
      const reporter = new Reporter({ endpoint: graphEndpoint, session: next.session, lapsed: restart });
      const leave = () => close(client, next.session, reporter);
      leaving.signal.addEventListener("abort", leave);
      window.addEventListener("pagehide", leave, { signal: leaving.signal });
      setState({ ...next, reporter });
    });
    return () => leaving.abort();
  }, [client, playableId, restart, attempt, isOver]);

  const { session, reporter } = state.status === "open" ? state : {};
  const ask = useCallback(
    async (takeOver: boolean) => {
      if (!session) return;
      const answer = (await client.mutation(renewPlayback, { input: { token: session.token } })).data?.renewPlayback;
      setState((before) => {
        if (!answer || before.status !== "open" || before.session.id !== session.id) return before; // what was asked about is left by now
        if (answer.__typename === "PlaybackEnded") return { status: "ended", message: answer.message };
        return takeOver ? { ...before, session: answer } : before;
      });
    },
    [client, session],
  );
  const renew = useCallback(() => ask(true), [ask]);

  useEffect(() => {
    if (!session || !reporter) return undefined;
    const check = () => void ask(Date.parse(session.expiresAt) - reporter.serverNowMs < renewAheadMs);
    const shown = () => document.visibilityState === "visible" && check();
    const timer = setInterval(check, askEveryMs);
    document.addEventListener("visibilitychange", shown);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", shown);
    };
  }, [session, reporter, ask]);

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

/** Gives the account's stream back at once; also when the page goes away, which the request outlives. */
function close(client: Client, session: PlaybackSessionFieldsFragment, reporter: Reporter): void {
  reporter.finish();
  void client.mutation(endPlayback, { input: { sessionId: session.id } }, { fetchOptions: { keepalive: true } }).toPromise();
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
