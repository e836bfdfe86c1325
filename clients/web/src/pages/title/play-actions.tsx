import { useLocation } from "wouter";
import { Button } from "../../design/button.tsx";
import { PlayIcon, RestartIcon } from "../../design/icons.tsx";
import { ProgressBar } from "../../design/progress-bar.tsx";
import { clock, onDate } from "../../titles/words.ts";
import { episodeToPlay } from "./episode-to-play.ts";
import styles from "./play-actions.module.css";
import type { ShownTitle } from "./title-page.tsx";
import { ViewerCount } from "./viewer-count.tsx";

type Film = Extract<ShownTitle, { __typename: "Movie" }>;
type Series = Extract<ShownTitle, { __typename: "Series" }>;
type Watchable = Pick<Film, "id" | "name" | "video" | "progress">;

export function FilmActions({ film }: { film: Film }) {
  const { video } = film;
  if (video?.state !== "READY" || (!film.isPlayableNow && film.availableFrom)) return <NotYet title={film} video={video} />;
  return (
    <div className={styles.actions}>
      <PlayButtons playable={film} what="" />
      <ViewerCount playableId={film.id} />
    </div>
  );
}

export function SeriesActions({ series }: { series: Series }) {
  const episode = episodeToPlay(series.seasons);
  if (!episode)
    return <NotYet title={series} video={series.seasons.flatMap((season) => season.episodes).find(({ video }) => video)?.video ?? null} />;
  return (
    <div className={styles.actions}>
      <PlayButtons playable={episode} what={` S${episode.season} E${episode.number}`} />
    </div>
  );
}

function PlayButtons({ playable, what }: { playable: Watchable; what: string }) {
  const [, navigate] = useLocation();
  const { progress } = playable;
  if (!progress || progress.finished || progress.positionSeconds < 1) {
    return (
      <Button look="primary" icon={<PlayIcon />} onClick={() => navigate(`/watch/${playable.id}?at=start`)}>
        Play{what}
      </Button>
    );
  }
  return (
    <div className={styles.resume}>
      <div className={styles.buttons}>
        <Button look="primary" icon={<PlayIcon />} onClick={() => navigate(`/watch/${playable.id}?at=resume`)}>
          Resume{what}
        </Button>
        <Button icon={<RestartIcon size={18} />} onClick={() => navigate(`/watch/${playable.id}?at=start`)}>
          Start over
        </Button>
      </div>
      {progress.percent !== null && (
        <div className={styles.progress}>
          <ProgressBar percent={progress.percent} label={`Watched of ${playable.name}`} />
          <span>at {clock(progress.positionSeconds)}</span>
        </div>
      )}
    </div>
  );
}

/** Why it cannot be played at the moment: it comes later, is being prepared, or was never brought in. */
function NotYet({ title, video }: { title: Film | Series; video: Film["video"] }) {
  if (title.availableFrom && Date.parse(title.availableFrom) > Date.now())
    return <p className={styles.later}>Available from {onDate(title.availableFrom)}</p>;
  if (!video) return <p className={styles.later}>Not available to watch yet</p>;
  if (video.state === "READY") return <p className={styles.later}>Not available to watch where you are</p>;
  if (video.state === "FAILED") return <p className={styles.later}>It could not be prepared for watching</p>;
  return (
    <div className={styles.preparing} role="status">
      <span>Being prepared {Math.floor(video.percent)} %</span>
      <ProgressBar percent={video.percent} label="Prepared" />
    </div>
  );
}
