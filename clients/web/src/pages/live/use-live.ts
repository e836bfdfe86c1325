import { useEffect, useRef, useState } from "react";
import { useSubscription } from "urql";
import type { LiveViewersSubscription } from "../../graphql/generated/graphql.ts";
import { useLiveStatus } from "../../graphql/graph-provider.tsx";
import { liveViewers } from "../../graphql/operations/operate.ts";
import { type LiveHistory, type LiveRow, recordLoss, recordPush } from "./live-history.ts";

/** How many titles the page follows. */
const first = 50;

type Pushed = {
  readonly history: LiveHistory;
  /** The last push, and the first one without a gap before it. */
  readonly pushedAtMs: number | undefined;
  readonly knownSinceMs: number | undefined;
};

/** The whole page's one subscription, with a memory of the last minutes; the time on this device's clock ticks along. */
export function useLive() {
  const [{ data, error }] = useSubscription({ query: liveViewers, variables: { first } });
  const status = useLiveStatus();
  const [pushed, setPushed] = useState<Pushed>({ history: new Map(), pushedAtMs: undefined, knownSinceMs: undefined });
  const seen = useRef<LiveViewersSubscription>(undefined);

  useEffect(() => {
    if (!data || data === seen.current) return;
    seen.current = data;
    const nowMs = Date.now();
    const rows = rowsOf(data);
    setPushed(({ history, knownSinceMs = nowMs }) => {
      return { history: recordPush(history, rows, { nowMs, isFull: rows.length >= first, knownSinceMs }), pushedAtMs: nowMs, knownSinceMs };
    });
  }, [data]);

  useEffect(() => {
    if (status !== "lost") return;
    setPushed((before) => ({ ...before, history: recordLoss(before.history, Date.now()), knownSinceMs: undefined }));
  }, [status]);

  return { ...pushed, isLoaded: pushed.pushedAtMs !== undefined, status, hasFailed: error !== undefined, nowMs: useNow() };
}

function rowsOf(data: LiveViewersSubscription): readonly LiveRow[] {
  return data.liveViewers.flatMap(({ playable, viewers }) => {
    if (!playable) return [];
    const series = "series" in playable ? playable.series?.name : undefined;
    return [{ id: playable.id, name: playable.name, series, viewers }];
  });
}

function useNow(): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
