import styles from "./live.module.css";
import { type LivePoint, windowMs } from "./live-history.ts";

const width = 320;
const height = 44;
const inset = 3;

/** The last minutes on a real time axis: a step where the count changed, a gap where it was not known. The count itself is said beside it. */
export function Sparkline({ points, nowMs }: { points: readonly LivePoint[]; nowMs: number }) {
  const most = Math.max(1, ...points.map(({ viewers }) => viewers ?? 0));
  const x = (atMs: number) => Math.max(0, Math.min(width, ((atMs - nowMs + windowMs) / windowMs) * width));
  const y = (viewers: number) => height - inset - (viewers / most) * (height - 2 * inset);
  const spans = points.flatMap(({ atMs, viewers }, index) => {
    if (viewers === null) return [];
    const until = points[index + 1]?.atMs ?? nowMs;
    return until < nowMs - windowMs ? [] : [{ from: x(atMs), to: x(until), top: y(viewers), joins: points[index - 1]?.viewers != null }];
  });
  const line = spans.map(({ from, to, top, joins }, index) => `${joins && index > 0 ? "L" : "M"}${from} ${top}H${to}`).join("");
  const area = spans.map(({ from, to, top }) => `M${from} ${height}V${top}H${to}V${height}Z`).join("");
  return (
    <svg className={styles.chart} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      {[1, 2, 3, 4].map((minute) => (
        <path key={minute} d={`M${(width * minute) / 5} 0V${height}`} className={styles.tick} />
      ))}
      <path d={area} className={styles.area} />
      <path d={line} className={styles.line} />
    </svg>
  );
}
