import { Link } from "wouter";
import { ViewersIcon } from "../../design/icons.tsx";
import { Notice } from "../../design/notice.tsx";
import { Loading, Skeleton } from "../../design/skeleton.tsx";
import type { LiveStatus } from "../../graphql/live-connection.ts";
import { useTitle } from "../../shell/use-title.ts";
import styles from "./live.module.css";
import { currentViewers, type LiveTitle, totalViewers } from "./live-history.ts";
import { Sparkline } from "./sparkline.tsx";
import { useLive } from "./use-live.ts";

/** Operators: what is watched at this moment, pushed. */
export function LivePage() {
  useTitle("Live");
  const { history, isLoaded, pushedAtMs, status, hasFailed, nowMs } = useLive();
  const titles = [...history.values()].toSorted(
    (a, b) => (currentViewers(b) ?? -1) - (currentViewers(a) ?? -1) || a.name.localeCompare(b.name),
  );
  const isKnown = isLoaded && status === "connected";
  const total = isKnown ? totalViewers(titles) : null;
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <div>
          <h1>Live</h1>
          <p className={styles.total} role="status" data-viewers={total ?? ""}>
            <strong>{shown(total)}</strong> watching
          </p>
        </div>
        <Connection status={status} hasFailed={hasFailed} ageSeconds={pushedAtMs && Math.max(0, Math.round((nowMs - pushedAtMs) / 1000))} />
      </header>
      {!isLoaded && !hasFailed && <TableSkeleton />}
      {isLoaded && titles.length === 0 && (
        <Notice title="Nobody is watching" icon={<ViewersIcon size={26} />}>
          <p>The first viewer appears here within seconds, without reloading.</p>
        </Notice>
      )}
      {titles.length > 0 && <LiveTable titles={titles} nowMs={nowMs} />}
    </div>
  );
}

function LiveTable({ titles, nowMs }: { titles: readonly LiveTitle[]; nowMs: number }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Title</th>
          <th scope="col" className={styles.number}>
            Watching
          </th>
          <th scope="col">
            <span className={styles.axis}>
              <span>5 min ago</span>
              <span>now</span>
            </span>
          </th>
        </tr>
      </thead>
      <tbody>
        {titles.map((title) => (
          <tr key={title.id}>
            <th scope="row">
              <Link href={`/title/${title.id}`}>{title.name}</Link>
              {title.series && <span className={styles.series}>{title.series}</span>}
            </th>
            <td className={styles.number} data-viewers={currentViewers(title) ?? ""}>
              {shown(currentViewers(title))}
            </td>
            <td className={styles.chartCell}>
              <Sparkline points={title.points} nowMs={nowMs} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Unknown is a dash, never nobody. */
function shown(viewers: number | null): string {
  return viewers === null ? "–" : viewers.toLocaleString("en");
}

function Connection({ status, hasFailed, ageSeconds }: { status: LiveStatus; hasFailed: boolean; ageSeconds: number | undefined }) {
  if (hasFailed)
    return (
      <p className={styles.connection} data-state="lost">
        Live counts are not to be had at the moment
      </p>
    );
  if (status === "connected") {
    return (
      <p className={styles.connection} data-state="connected">
        Connected
        {ageSeconds !== undefined && <span className={styles.age}>, as of {ageSeconds < 2 ? "now" : `${ageSeconds} s ago`}</span>}
      </p>
    );
  }
  return (
    <p className={styles.connection} data-state={status === "lost" ? "lost" : "connecting"}>
      {status === "lost" ? "Connection lost, trying again" : "Connecting"}
    </p>
  );
}

function TableSkeleton() {
  return (
    <>
      <Loading what="live counts" />
      {["first", "second", "third"].map((row) => (
        <Skeleton key={row} className={styles.rowSkeleton} />
      ))}
    </>
  );
}
