import { useState } from "react";
import { useClient, useQuery } from "urql";
import { Link } from "wouter";
import { IconButton, LinkButton } from "../../design/button.tsx";
import { CloseIcon } from "../../design/icons.tsx";
import { FailureNotice, Notice } from "../../design/notice.tsx";
import { Loading, Skeleton } from "../../design/skeleton.tsx";
import type { HistoryQuery } from "../../graphql/generated/graphql.ts";
import { history as historyQuery, removeFromHistory } from "../../graphql/operations/progress.ts";
import { useTitle } from "../../shell/use-title.ts";
import { MoreButton } from "../../titles/more-button.tsx";
import { Still } from "../../titles/poster.tsx";
import { useMore } from "../../titles/use-more.ts";
import { atTime, episodeCode, length } from "../../titles/words.ts";
import styles from "./history.module.css";

type Entry = NonNullable<NonNullable<HistoryQuery["currentProfile"]>["history"]>["nodes"][number];

const firstPage = { first: 30, after: null };

/** What this profile watched, the latest first. */
export function HistoryPage() {
  useTitle("Watch history");
  const client = useClient();
  const [{ data, error, fetching }, ask] = useQuery({ query: historyQuery, variables: firstPage });
  const first = data?.currentProfile?.history ?? undefined;
  const load = async (after: string) =>
    (await client.query(historyQuery, { ...firstPage, after })).data?.currentProfile?.history ?? undefined;
  const { nodes, hasMore, status, loadMore } = useMore(first?.nodes[0]?.id ?? "none", first, load);
  const { removed, remove, problem } = useRemoval();
  const entries = nodes.filter(({ id }) => !removed.has(id));
  const retry = () => ask({ requestPolicy: "network-only" });
  return (
    <div className={styles.page}>
      <h1>Watch history</h1>
      {problem && <p role="alert">{problem}</p>}
      {!first && !fetching && <FailureNotice what="Your history" onRetry={retry} />}
      {!first && fetching && !error && <HistorySkeleton />}
      {first && entries.length === 0 && !hasMore && <EmptyHistory />}
      <ul className={styles.entries}>
        {entries.map((entry) => (
          <li key={entry.id}>
            <EntryRow entry={entry} onRemove={() => void remove(entry.id)} />
          </li>
        ))}
      </ul>
      {hasMore && <MoreButton status={status} onMore={() => void loadMore()} />}
    </div>
  );
}

/** Takes an entry off the page at once, and puts it back where the server did not. */
function useRemoval() {
  const client = useClient();
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState<string>();
  const remove = async (entryId: string) => {
    setProblem(undefined);
    setRemoved((before) => new Set([...before, entryId]));
    const { data } = await client.mutation(removeFromHistory, { input: { entryId } });
    if (data?.removeFromHistory) return; // gone, be it by this or before
    setRemoved((before) => new Set([...before].filter((id) => id !== entryId)));
    setProblem("It could not be removed. Try again in a moment.");
  };
  return { removed, remove, problem };
}

function EntryRow({ entry, onRemove }: { entry: Entry; onRemove: () => void }) {
  const { playable } = entry;
  const name = playable?.name ?? "A title that left the catalogue";
  const episode = playable && "series" in playable ? playable : undefined;
  const titleId = episode ? (episode.series?.id ?? episode.id) : playable?.id;
  const about = [episode?.series?.name, episode && episodeCode(episode)].filter(Boolean).join(" · ");
  return (
    <article className={styles.entry}>
      <Still name={episode?.series?.name ?? name} url={playable?.stillUrl} />
      <div className={styles.text}>
        <h2>{titleId ? <Link href={`/title/${titleId}`}>{name}</Link> : name}</h2>
        {about && <p>{about}</p>}
        <p className={styles.when}>
          {atTime(entry.startedAt)} · watched {length(entry.watchedSeconds)}
        </p>
      </div>
      <IconButton label={`Remove ${name} from the history`} onClick={onRemove}>
        <CloseIcon size={18} />
      </IconButton>
    </article>
  );
}

function EmptyHistory() {
  return (
    <Notice
      title="Nothing watched yet"
      actions={
        <LinkButton look="primary" href="/">
          Find something
        </LinkButton>
      }
    >
      <p>What this profile watches is listed here, and can be removed.</p>
    </Notice>
  );
}

function HistorySkeleton() {
  return (
    <>
      <Loading what="the history" />
      {["first", "second", "third", "fourth"].map((row) => (
        <Skeleton key={row} className={styles.entrySkeleton} />
      ))}
    </>
  );
}
