import { useEffect } from "react";
import { useSubscription } from "urql";
import { Link } from "wouter";
import { ProgressBar } from "../../design/progress-bar.tsx";
import type { ImportJobsQuery, ImportState } from "../../graphql/generated/graphql.ts";
import { importProgress } from "../../graphql/operations/operate.ts";
import { ago } from "../../titles/words.ts";
import styles from "./studio.module.css";

type Job = NonNullable<ImportJobsQuery["importJobs"]>["nodes"][number];

const words: Record<ImportState, string> = {
  QUEUED: "Waiting",
  PROBING: "Looking at the file",
  TRANSCODING: "Encoding",
  VERIFYING: "Checking the result",
  READY: "Ready",
  FAILED: "Failed",
};

/** One import; while it runs its progress is pushed, and `onFinished` is called when it ends. */
export function JobRow({ job, onFinished }: { job: Job; onFinished: () => void }) {
  const [{ data }] = useSubscription({ query: importProgress, variables: { jobId: job.id }, pause: isOver(job.state) });
  const pushed = data?.importProgress;
  const { state, percent, error } = isOver(job.state) ? job : (pushed ?? job);
  const hasJustEnded = pushed !== undefined && isOver(pushed.state) && !isOver(job.state);
  useEffect(() => {
    if (hasJustEnded) onFinished();
  }, [hasJustEnded, onFinished]);
  const name = job.title ?? "Untitled";
  return (
    <article className={styles.job} data-state={state}>
      <div className={styles.what}>
        <h3>{state === "READY" && job.playable ? <Link href={`/title/${job.playable.id}`}>{name}</Link> : name}</h3>
        <p>
          {ago(job.createdAt)}
          {state === "READY" && ` · ${renditionsOf(job)}`}
        </p>
      </div>
      <p className={styles.state}>
        {words[state]}
        {!isOver(state) && state !== "QUEUED" && ` ${Math.floor(percent)} %`}
      </p>
      {!isOver(state) && (
        <div className={styles.wide}>
          <ProgressBar percent={percent} label={`${name} imported`} />
        </div>
      )}
      {state === "FAILED" && error && <p className={styles.error}>{error}</p>}
    </article>
  );
}

function isOver(state: ImportState): boolean {
  return state === "READY" || state === "FAILED";
}

function renditionsOf({ renditions }: Job): string {
  const heights = renditions.flatMap(({ kind, height }) => (kind === "VIDEO" && height !== null ? [`${height}p`] : []));
  const languages = renditions.filter(({ kind }) => kind === "AUDIO").length;
  const sound = languages === 0 ? "no sound" : languages === 1 ? "sound" : `${languages} sound tracks`;
  return [...heights, sound].join(", ");
}
