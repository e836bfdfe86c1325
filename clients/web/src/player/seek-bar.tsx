import { type CSSProperties, useRef, useState } from "react";
import { clock, spokenTime } from "../titles/words.ts";
import styles from "./seek-bar.module.css";

type Props = { positionSeconds: number; durationSeconds: number; bufferedSeconds: number; onSeek: (seconds: number) => void };

/** Where the film is. Dragging shows where it would go, and goes there when let loose; arrow keys are the player's own, ten seconds each. */
export function SeekBar({ positionSeconds, durationSeconds, bufferedSeconds, onSeek }: Props) {
  const [dragged, setDragged] = useState<number>();
  const isDragging = useRef(false);
  const shown = dragged ?? positionSeconds;
  const share = (seconds: number) => `${durationSeconds > 0 ? Math.min(100, (seconds / durationSeconds) * 100) : 0}%`;
  const style: CSSProperties & Record<`--${string}`, string> = { "--played": share(shown), "--buffered": share(bufferedSeconds) };
  const release = () => {
    isDragging.current = false;
    if (dragged !== undefined) onSeek(dragged);
    setDragged(undefined);
  };
  return (
    <div className={styles.bar}>
      <input
        type="range"
        aria-label="Seek"
        aria-valuetext={`${spokenTime(shown)} of ${spokenTime(durationSeconds)}`}
        className={styles.range}
        style={style}
        min={0}
        max={durationSeconds || 1}
        step={0.1}
        value={Math.min(shown, durationSeconds || 1)}
        disabled={durationSeconds === 0}
        onPointerDown={() => {
          isDragging.current = true;
        }}
        onPointerUp={release}
        onPointerCancel={release}
        onChange={(event) => (isDragging.current ? setDragged(event.target.valueAsNumber) : onSeek(event.target.valueAsNumber))}
        onKeyDown={(event) => {
          const by = { ArrowLeft: -10, ArrowDown: -10, ArrowRight: 10, ArrowUp: 10 }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          onSeek(positionSeconds + by);
        }}
      />
      <span className={styles.time}>
        {clock(shown)} <span className={styles.total}>/ {durationSeconds > 0 ? clock(durationSeconds) : "–:––"}</span>
      </span>
    </div>
  );
}
