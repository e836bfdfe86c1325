import { useCallback } from "react";
import { useClient, useQuery } from "urql";
import { Button } from "../../design/button.tsx";
import { FailureNotice, Notice } from "../../design/notice.tsx";
import { Loading, Skeleton } from "../../design/skeleton.tsx";
import type { HomeQuery, TitleCardFragment } from "../../graphql/generated/graphql.ts";
import { home, shelfPage } from "../../graphql/operations/browse.ts";
import { usePolling } from "../../graphql/use-polling.ts";
import { useTitle } from "../../shell/use-title.ts";
import { Row } from "../../titles/row.tsx";
import { TitleCard } from "../../titles/title-card.tsx";
import { TopSkeleton } from "../../titles/top-skeleton.tsx";
import { useMore } from "../../titles/use-more.ts";
import { ContinueWatching } from "./continue-watching.tsx";
import { Hero } from "./hero.tsx";
import styles from "./home.module.css";

type Shelf = NonNullable<HomeQuery["shelves"]>[number];

const preparingPollMs = 4_000;

export function HomePage() {
  useTitle(undefined);
  const [{ data, error, fetching }, ask] = useQuery({ query: home });
  const reload = useCallback(() => ask({ requestPolicy: "network-only" }), [ask]);
  const shelves = data?.shelves;
  usePolling(shelves?.some(isPreparing) ?? false, preparingPollMs, reload);
  if (!shelves) return fetching || !error ? <HomeSkeleton /> : <HomeFailure onRetry={reload} />;
  if (shelves.length === 0) return <EmptyHome onRetry={reload} />;
  return (
    <>
      <h1 className="visually-hidden">Home</h1>
      <Hero titles={shelves.flatMap((shelf) => shelf.titles.nodes)} />
      <div className={styles.rows}>
        <ContinueWatching />
        {shelves.map((shelf) => (
          <ShelfRow key={shelf.id} shelf={shelf} />
        ))}
      </div>
    </>
  );
}

function isPreparing(shelf: Shelf): boolean {
  return shelf.titles.nodes.some(
    (title) => title.__typename === "Movie" && title.video && title.video.state !== "READY" && title.video.state !== "FAILED",
  );
}

function ShelfRow({ shelf }: { shelf: Shelf }) {
  const client = useClient();
  const load = async (after: string) => (await client.query(shelfPage, { id: shelf.id, after })).data?.shelf?.titles;
  const { nodes, hasMore, status, loadMore } = useMore<TitleCardFragment>(shelf.id, shelf.titles, load);
  const onEnd = hasMore && status !== "failed" ? () => void loadMore() : undefined;
  return (
    <Row name={shelf.name} of="posters" onEnd={onEnd}>
      {nodes.map((title) => (
        <li key={title.id}>
          <TitleCard title={title} />
        </li>
      ))}
    </Row>
  );
}

function HomeSkeleton() {
  return (
    <>
      <Loading what="the home page" />
      <TopSkeleton />
      {["first", "second"].map((row) => (
        <div key={row} className={styles.rowSkeleton}>
          {["a", "b", "c", "d", "e", "f", "g", "h"].map((card) => (
            <Skeleton key={card} />
          ))}
        </div>
      ))}
    </>
  );
}

function HomeFailure({ onRetry }: { onRetry: () => void }) {
  return (
    <div className={styles.alone}>
      <FailureNotice isPage what="The catalogue" onRetry={onRetry} />
    </div>
  );
}

function EmptyHome({ onRetry }: { onRetry: () => void }) {
  return (
    <div className={styles.alone}>
      <Notice isPage title="The house is open, the screen still dark" actions={<Button onClick={onRetry}>Look again</Button>}>
        <p>There is nothing in the catalogue yet that this profile may watch.</p>
      </Notice>
    </div>
  );
}
