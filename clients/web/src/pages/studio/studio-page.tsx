import { useCallback } from "react";
import { useClient, useQuery } from "urql";
import { UploadIcon } from "../../design/icons.tsx";
import { FailureNotice, Notice } from "../../design/notice.tsx";
import { Loading, Skeleton } from "../../design/skeleton.tsx";
import { importJobs } from "../../graphql/operations/operate.ts";
import { useTitle } from "../../shell/use-title.ts";
import { MoreButton } from "../../titles/more-button.tsx";
import { useMore } from "../../titles/use-more.ts";
import { ImportForm } from "./import-form.tsx";
import { JobRow } from "./job-row.tsx";
import styles from "./studio.module.css";

const firstPage = { first: 20, after: null };

/** Operators: bring a video in, and see how far the others are. */
export function StudioPage() {
  useTitle("Studio");
  const client = useClient();
  const [{ data, error, fetching }, ask] = useQuery({ query: importJobs, variables: firstPage });
  const reload = useCallback(() => ask({ requestPolicy: "network-only" }), [ask]);
  const jobs = data?.importJobs ?? undefined;
  const load = async (after: string) => (await client.query(importJobs, { ...firstPage, after })).data?.importJobs ?? undefined;
  const { nodes, hasMore, status, loadMore } = useMore(jobs?.nodes[0]?.id ?? "none", jobs, load);
  return (
    <div className={styles.page}>
      <h1>Studio</h1>
      <section aria-labelledby="import">
        <h2 id="import">Import a video</h2>
        <ImportForm onQueued={reload} />
      </section>
      <section aria-labelledby="jobs">
        <h2 id="jobs">Imports</h2>
        {!jobs && error && <FailureNotice what="The imports" onRetry={reload} />}
        {!jobs && fetching && <JobsSkeleton />}
        {jobs && nodes.length === 0 && (
          <Notice title="Nothing was imported yet" icon={<UploadIcon size={26} />}>
            <p>Choose a video above. Whatever its codec or frame rate, it becomes a title that plays everywhere.</p>
          </Notice>
        )}
        <ul className={styles.jobs}>
          {nodes.map((job) => (
            <li key={job.id}>
              <JobRow job={job} onFinished={reload} />
            </li>
          ))}
        </ul>
        {hasMore && <MoreButton status={status} onMore={() => void loadMore()} />}
      </section>
    </div>
  );
}

function JobsSkeleton() {
  return (
    <>
      <Loading what="imports" />
      {["first", "second", "third"].map((row) => (
        <Skeleton key={row} className={styles.jobSkeleton} />
      ))}
    </>
  );
}
