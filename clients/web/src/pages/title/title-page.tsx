import { useCallback } from "react";
import { useQuery } from "urql";
import { LinkButton } from "../../design/button.tsx";
import { FailureNotice, Notice } from "../../design/notice.tsx";
import { Loading } from "../../design/skeleton.tsx";
import type { TitleQuery } from "../../graphql/generated/graphql.ts";
import { title as titleQuery } from "../../graphql/operations/browse.ts";
import { usePolling } from "../../graphql/use-polling.ts";
import { useTitle } from "../../shell/use-title.ts";
import { Poster, posterStyle } from "../../titles/poster.tsx";
import { TopSkeleton } from "../../titles/top-skeleton.tsx";
import { Credits } from "./credits.tsx";
import { Episodes } from "./episodes.tsx";
import { Facts } from "./facts.tsx";
import { FilmActions, SeriesActions } from "./play-actions.tsx";
import styles from "./title.module.css";

export type ShownTitle = NonNullable<TitleQuery["title"]>;

const preparingPollMs = 2_000;

export function TitlePage({ id }: { id: string }) {
  const [{ data, error, fetching }, ask] = useQuery({ query: titleQuery, variables: { id } });
  const reload = useCallback(() => ask({ requestPolicy: "network-only" }), [ask]);
  const title = data?.title;
  useTitle(title?.name ?? (title === null ? "Not found" : undefined));
  usePolling(title ? isPreparing(title) : false, preparingPollMs, reload);
  if (title) return <TitleDetails title={title} />;
  if (fetching) return <TitleSkeleton />;
  return <div className={styles.alone}>{error ? <FailureNotice isPage what="This title" onRetry={reload} /> : <UnknownTitle />}</div>;
}

function TitleDetails({ title }: { title: ShownTitle }) {
  const picture = pictureOf(title);
  return (
    <article>
      <header className={styles.top} style={posterStyle(title.name)}>
        {picture && <img src={picture} alt="" className={styles.picture} fetchPriority="high" />}
        <div className={styles.text}>
          <h1 className={styles.name}>{title.name}</h1>
          <Facts title={title} />
          {title.__typename === "Movie" ? <FilmActions film={title} /> : <SeriesActions series={title} />}
          {title.synopsis && <p className={styles.synopsis}>{title.synopsis}</p>}
        </div>
        {!picture && (
          <div className={styles.poster}>
            <Poster title={title} />
          </div>
        )}
      </header>
      <div className={styles.more}>
        {title.__typename === "Series" && <Episodes seasons={title.seasons} />}
        <Credits credits={title.credits} />
      </div>
    </article>
  );
}

function pictureOf(title: ShownTitle): string | undefined {
  const backdrop = title.artwork.find(({ kind }) => kind === "BACKDROP")?.url;
  if (backdrop) return backdrop;
  if (title.__typename === "Movie") return title.stillUrl ?? undefined;
  return title.seasons.flatMap((season) => season.episodes).find((episode) => episode.stillUrl)?.stillUrl ?? undefined;
}

function isPreparing(title: ShownTitle): boolean {
  const videos =
    title.__typename === "Movie" ? [title.video] : title.seasons.flatMap((season) => season.episodes.map((episode) => episode.video));
  return videos.some((video) => video && video.state !== "READY" && video.state !== "FAILED");
}

function UnknownTitle() {
  return (
    <Notice
      isPage
      title="There is no such title"
      actions={
        <LinkButton look="primary" href="/search">
          Browse all titles
        </LinkButton>
      }
    >
      <p>It may have left the catalogue, or this profile may not watch it.</p>
    </Notice>
  );
}

function TitleSkeleton() {
  return (
    <>
      <Loading what="the title" />
      <TopSkeleton />
    </>
  );
}
