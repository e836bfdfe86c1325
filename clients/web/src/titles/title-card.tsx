import { Link } from "wouter";
import type { ImportState, TitleCardFragment } from "../graphql/generated/graphql.ts";
import { Poster } from "./poster.tsx";
import styles from "./title-card.module.css";

/** A title in a row or in search results: a link to its page. */
export function TitleCard({ title, tabIndex }: { title: TitleCardFragment; tabIndex?: number }) {
  const kind = title.__typename === "Series" ? "Series" : "Film";
  const video = title.__typename === "Movie" ? title.video : null;
  return (
    <Link href={`/title/${title.id}`} className={styles.card} tabIndex={tabIndex}>
      <Poster title={title} />
      {video && <PreparingBadge video={video} />}
      <span className={styles.name}>{title.name}</span>
      <span className={styles.about}>{title.year ? `${title.year} · ${kind}` : kind}</span>
    </Link>
  );
}

/** Says that a film is on its way, and how far; nothing of one that is ready. */
export function PreparingBadge({ video }: { video: { readonly state: ImportState; readonly percent: number } }) {
  if (video.state === "READY") return null;
  return (
    <span className={styles.badge}>
      {video.state === "FAILED" ? "Could not be prepared" : `Being prepared ${Math.floor(video.percent)} %`}
    </span>
  );
}
