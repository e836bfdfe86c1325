import { Fragment } from "react";
import { Link } from "wouter";
import { maturityLabel } from "../../titles/maturity.ts";
import { length } from "../../titles/words.ts";
import styles from "./title.module.css";
import type { ShownTitle } from "./title-page.tsx";

/** Year, rating, length and genres, in one line. */
export function Facts({ title }: { title: ShownTitle }) {
  const extent = title.__typename === "Movie" ? title.durationSeconds && length(title.durationSeconds) : seasonsOf(title.seasons.length);
  return (
    <div className={styles.facts}>
      {title.year && <span>{title.year}</span>}
      {title.maturityRating && <span className={styles.rating}>{maturityLabel(title.maturityRating)}</span>}
      {extent && <span>{extent}</span>}
      {title.genres.length > 0 && (
        <span>
          {title.genres.map((genre, index) => (
            <Fragment key={genre.id}>
              {index > 0 && ", "}
              <Link href={`/search?genre=${encodeURIComponent(genre.id)}`}>{genre.name}</Link>
            </Fragment>
          ))}
        </span>
      )}
    </div>
  );
}

function seasonsOf(count: number): string {
  return count === 1 ? "1 season" : `${count} seasons`;
}
