import { Button, IconButton } from "../../design/button.tsx";
import { CloseIcon, PlayIcon, RestartIcon } from "../../design/icons.tsx";
import { clock } from "../../titles/words.ts";
import type { Reached } from "./resume.ts";
import styles from "./watch.module.css";

/** Asked before the film begins. */
export function ResumeOffer({ name, reached, onChoose }: { name: string; reached: Reached; onChoose: (seconds: number) => void }) {
  return (
    <section className={styles.offer} aria-label="Resume">
      <h2>{name}</h2>
      <div className={styles.buttons}>
        <Button look="primary" icon={<PlayIcon />} autoFocus onClick={() => onChoose(reached.positionSeconds)}>
          Resume at {clock(reached.positionSeconds)}
        </Button>
        <Button icon={<RestartIcon size={18} />} onClick={() => onChoose(0)}>
          Start over
        </Button>
      </div>
    </section>
  );
}

/** Asked while it is paused here and went on somewhere else. */
export function ElsewhereOffer({ reached, onResume, onDecline }: { reached: Reached; onResume: () => void; onDecline: () => void }) {
  return (
    <section className={styles.elsewhere} aria-label="Resume" role="status">
      <p>You went on watching on another device.</p>
      <div className={styles.buttons}>
        <Button look="primary" icon={<PlayIcon />} onClick={onResume}>
          Resume at {clock(reached.positionSeconds)}
        </Button>
        <IconButton label="Stay here" onClick={onDecline}>
          <CloseIcon />
        </IconButton>
      </div>
    </section>
  );
}
