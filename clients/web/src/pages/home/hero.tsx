import { LinkButton } from "../../design/button.tsx";
import { InfoIcon, PlayIcon } from "../../design/icons.tsx";
import type { HomeQuery } from "../../graphql/generated/graphql.ts";
import { maturityLabel } from "../../titles/maturity.ts";
import { posterStyle } from "../../titles/poster.tsx";
import styles from "./hero.module.css";

type HeroTitle = NonNullable<HomeQuery["shelves"]>[number]["titles"]["nodes"][number];

/** The one title that the home page opens with: the first that can be played and shown, else the first. */
export function Hero({ titles }: { titles: readonly HeroTitle[] }) {
  const title = titles.find((each) => isReady(each) && pictureOf(each)) ?? titles.find(isReady) ?? titles[0];
  if (!title) return null;
  const picture = pictureOf(title);
  return (
    <section className={styles.hero} aria-label="Featured" style={posterStyle(title.name)}>
      {picture && <img src={picture} alt="" className={styles.picture} fetchPriority="high" />}
      <div className={styles.text}>
        <h2 className={styles.name}>{title.name}</h2>
        <p className={styles.facts}>
          {title.year && <span>{title.year}</span>}
          {title.maturityRating && <span className={styles.rating}>{maturityLabel(title.maturityRating)}</span>}
          <span>{title.__typename === "Series" ? "Series" : "Film"}</span>
        </p>
        {title.synopsis && <p className={styles.synopsis}>{title.synopsis}</p>}
        <div className={styles.actions}>
          {isReady(title) && (
            <LinkButton look="primary" icon={<PlayIcon />} href={`/watch/${title.id}`}>
              Play
            </LinkButton>
          )}
          <LinkButton icon={<InfoIcon />} href={`/title/${title.id}`}>
            More about it
          </LinkButton>
        </div>
      </div>
    </section>
  );
}

function isReady(title: HeroTitle): boolean {
  return title.__typename === "Movie" && title.video?.state === "READY";
}

function pictureOf(title: HeroTitle): string | undefined {
  const backdrop = title.artwork.find(({ kind }) => kind === "BACKDROP")?.url;
  return backdrop ?? (title.__typename === "Movie" ? (title.stillUrl ?? undefined) : undefined);
}
