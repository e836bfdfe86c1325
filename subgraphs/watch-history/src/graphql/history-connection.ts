import type { HistoryPage } from "../domain/history-page.ts";
import type { Watching } from "../domain/profile-store.ts";
import { watchingId } from "../domain/watching-id.ts";
import type { HistoryConnection, HistoryEntry } from "./history.ts";

export function toHistoryConnection({ watchings, hasNextPage, hasPreviousPage }: HistoryPage): HistoryConnection {
  const nodes = watchings.map(toHistoryEntry);
  return {
    nodes,
    edges: nodes.map((node) => ({ node, cursor: node.id })),
    pageInfo: { hasNextPage, hasPreviousPage, startCursor: nodes.at(0)?.id ?? null, endCursor: nodes.at(-1)?.id ?? null },
  };
}

function toHistoryEntry(watching: Watching): HistoryEntry {
  return {
    id: watchingId(watching),
    playable: { id: watching.playableId },
    startedAt: new Date(watching.startedAtMs),
    watchedSeconds: watching.watchedMs / 1_000,
    positionSeconds: watching.positionSeconds,
  };
}
