import { useMemo, useState } from "react";
import { useClient, useQuery, useSubscription } from "urql";
import { Link } from "wouter";
import { IconButton } from "../../design/button.tsx";
import { CloseIcon, PlayIcon } from "../../design/icons.tsx";
import { ProgressBar } from "../../design/progress-bar.tsx";
import type { InProgressCardFragment } from "../../graphql/generated/graphql.ts";
import { continueWatching, continueWatchingMoved, removeFromContinueWatching } from "../../graphql/operations/progress.ts";
import { Still } from "../../titles/poster.tsx";
import { Row } from "../../titles/row.tsx";
import { episodeCode, length } from "../../titles/words.ts";
import styles from "./continue-watching.module.css";

type Playable = NonNullable<InProgressCardFragment["playable"]>;
type Entry = { readonly playable: Playable; readonly progress: InProgressCardFragment["progress"] };

/** What this profile has begun, on whichever device; pushed as it moves. Nothing is shown while there is nothing. */
export function ContinueWatching() {
  const [{ data }] = useQuery({ query: continueWatching });
  const [{ data: moved }] = useSubscription({ query: continueWatchingMoved });
  const { removed, remove } = useRemoval();
  const entries = useMemo(() => {
    const all = moved?.continueWatching ?? data?.currentProfile?.continueWatching ?? [];
    return all.flatMap(({ playable, progress }) =>
      playable && removed.get(playable.id) !== progress.updatedAt ? [{ playable, progress }] : [],
    );
  }, [moved, data, removed]);
  if (entries.length === 0) return null;
  return (
    <Row name="Continue watching" of="stills">
      {entries.map((entry) => (
        <li key={entry.playable.id}>
          <InProgressCard entry={entry} onRemove={() => remove(entry)} />
        </li>
      ))}
    </Row>
  );
}

/** Hides an entry at once. One that moves afterwards is watched again, and back. */
function useRemoval() {
  const client = useClient();
  const [removed, setRemoved] = useState<ReadonlyMap<string, string>>(new Map());
  const remove = async ({ playable, progress }: Entry) => {
    setRemoved((before) => new Map(before).set(playable.id, progress.updatedAt));
    const { error } = await client.mutation(removeFromContinueWatching, { input: { playableId: playable.id } });
    if (!error) return;
    setRemoved((before) => new Map([...before].filter(([id]) => id !== playable.id)));
  };
  return { removed, remove };
}

function InProgressCard({ entry: { playable, progress }, onRemove }: { entry: Entry; onRemove: () => void }) {
  const series = "series" in playable ? playable.series?.name : undefined;
  const code = "number" in playable ? episodeCode(playable) : undefined;
  const left = playable.durationSeconds ? `${length(Math.max(0, playable.durationSeconds - progress.positionSeconds))} left` : undefined;
  return (
    <div className={styles.card}>
      <Link href={`/watch/${playable.id}?at=resume`} className={styles.link}>
        <span className={styles.picture}>
          <Still name={series ?? playable.name} url={playable.stillUrl} />
          <span className={styles.play}>
            <PlayIcon size={26} />
          </span>
          {progress.percent !== null && (
            <span className={styles.bar}>
              <ProgressBar percent={progress.percent} label={`Watched of ${playable.name}`} />
            </span>
          )}
        </span>
        <span className={styles.name}>{series ?? playable.name}</span>
        <span className={styles.about}>{[code, series && playable.name, left].filter(Boolean).join(" · ")}</span>
      </Link>
      <IconButton label={`Remove ${playable.name} from continue watching`} className={styles.remove} onClick={onRemove}>
        <CloseIcon size={18} />
      </IconButton>
    </div>
  );
}
