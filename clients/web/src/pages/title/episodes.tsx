import { useState } from "react";
import { Link } from "wouter";
import { ProgressBar } from "../../design/progress-bar.tsx";
import { Still } from "../../titles/poster.tsx";
import { PreparingBadge } from "../../titles/title-card.tsx";
import { length } from "../../titles/words.ts";
import { episodeToPlay } from "./episode-to-play.ts";
import styles from "./episodes.module.css";
import type { ShownTitle } from "./title-page.tsx";

type Season = Extract<ShownTitle, { __typename: "Series" }>["seasons"][number];
type Episode = Season["episodes"][number];

/** A series' seasons, one shown at a time: at first the one where watching goes on. */
export function Episodes({ seasons }: { seasons: readonly Season[] }) {
  const [chosen, setChosen] = useState<number>();
  const number = chosen ?? episodeToPlay(seasons)?.season ?? seasons[0]?.number;
  const season = seasons.find((each) => each.number === number);
  if (!season) return <p className={styles.none}>There are no episodes yet.</p>;
  return (
    <section aria-label="Episodes" className={styles.section}>
      <div className={styles.heading}>
        <h2>Episodes</h2>
        {seasons.length > 1 && (
          <div className={styles.seasons}>
            {seasons.map((each) => (
              <button key={each.number} type="button" aria-pressed={each.number === number} onClick={() => setChosen(each.number)}>
                Season {each.number}
              </button>
            ))}
          </div>
        )}
      </div>
      <ol className={styles.episodes}>
        {season.episodes.map((episode) => (
          <li key={episode.id}>
            <EpisodeRow episode={episode} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function EpisodeRow({ episode }: { episode: Episode }) {
  const isReady = episode.video?.state === "READY";
  const content = (
    <>
      <span className={styles.picture}>
        <Still name={episode.name} url={episode.stillUrl} />
        {episode.video && <PreparingBadge video={episode.video} />}
        {isReady && episode.progress?.percent != null && (
          <span className={styles.bar}>
            <ProgressBar percent={episode.progress.finished ? 100 : episode.progress.percent} label={`Watched of ${episode.name}`} />
          </span>
        )}
      </span>
      <span className={styles.text}>
        <span className={styles.name}>
          {episode.number}. {episode.name}
        </span>
        {episode.durationSeconds && <span className={styles.about}>{length(episode.durationSeconds)}</span>}
        {episode.synopsis && <span className={styles.synopsis}>{episode.synopsis}</span>}
      </span>
    </>
  );
  if (!isReady) return <div className={styles.episode}>{content}</div>;
  return (
    <Link href={`/watch/${episode.id}`} className={styles.episode}>
      {content}
    </Link>
  );
}
