import { useEffect, useRef, useState } from "react";
import { useSubscription } from "urql";
import type { LiveViewersSubscription } from "../../graphql/generated/graphql.ts";
import { useLiveStatus } from "../../graphql/graph-provider.tsx";
import { liveViewers } from "../../graphql/operations/operate.ts";
import { type LiveHistory, type LiveRow, recordLoss, recordPush } from "./live-history.ts";

/** How many titles the page follows. */
const first = 50;

type Push = { readonly history: LiveHistory; readonly isLoaded: boolean; readonly pushedAtMs: number | undefined };

/** The whole page's one subscription, with a memory of the last minutes; the time on this device's clock ticks along. */
export function useLive() {
  const [{ data, error }] = useSubscription({ query: liveViewers, variables: { first } });
  const status = useLiveStatus();
  const [push, setPush] = useState<Push>({ history: new Map(), isLoaded: false, pushedAtMs: undefined });
  const seen = useRef<LiveViewersSubscription>(undefined);

  useEffect(() => {
    if (!data || data === seen.current) return;
    seen.current = data;
    const nowMs = Date.now();
    const rows = rowsOf(data);
    setPush(({ history }) => ({ history: recordPush(history, rows, nowMs, rows.length >= first), isLoaded: true, pushedAtMs: nowMs }));
  }, [data]);

  useEffect(() => {
    if (status !== "lost") return;
    setPush((before) => ({ ...before, history: recordLoss(before.history, Date.now()) }));
  }, [status]);

  return { ...push, status, hasFailed: error !== undefined, nowMs: useNow() };
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
