import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { Button, LinkButton } from "../../design/button.tsx";
import { PlayIcon, RestartIcon } from "../../design/icons.tsx";
import { episodeCode } from "../../titles/words.ts";
import type { nextEpisode } from "./next-episode.ts";
import styles from "./watch.module.css";

const countdownSeconds = 8;

/** When the credits are over: the next episode after a moment to decline, or the way back. */
export function EndScreen({ next, back, onReplay }: { next: ReturnType<typeof nextEpisode>; back: string; onReplay: () => void }) {
  if (next) return <NextEpisode next={next} back={back} />;
  return (
    <section className={styles.offer} aria-label="The end">
      <div className={styles.buttons}>
        <LinkButton look="primary" href={back}>
          Back to the title
        </LinkButton>
        <Button icon={<RestartIcon size={18} />} onClick={onReplay}>
          Watch again
        </Button>
      </div>
    </section>
  );
}

function NextEpisode({ next, back }: { next: NonNullable<ReturnType<typeof nextEpisode>>; back: string }) {
  const [, navigate] = useLocation();
  const [secondsLeft, setSecondsLeft] = useState(countdownSeconds);
  const href = `/watch/${next.id}?at=start`;
  useEffect(() => {
    if (secondsLeft === 0) navigate(href, { replace: true });
    const timer = setTimeout(() => setSecondsLeft(secondsLeft - 1), 1_000);
    return () => clearTimeout(timer);
  }, [secondsLeft, href, navigate]);
  return (
    <section className={styles.offer} aria-label="Next episode">
      <p className={styles.faint}>Next in {secondsLeft} s</p>
      <h2>
        {episodeCode(next)} · {next.name}
      </h2>
      <div className={styles.buttons}>
        <Button look="primary" icon={<PlayIcon />} autoFocus onClick={() => navigate(href, { replace: true })}>
          Next episode
        </Button>
        <LinkButton href={back}>All episodes</LinkButton>
      </div>
    </section>
  );
}
