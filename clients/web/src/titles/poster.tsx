import type { CSSProperties } from "react";
import { classNames } from "../design/class-names.ts";
import { hashOf, hueOf } from "../design/hue.ts";
import type { TitleCardFragment } from "../graphql/generated/graphql.ts";
import styles from "./poster.module.css";

type PosterTitle = Pick<TitleCardFragment, "name" | "year" | "artwork"> & { readonly stillUrl?: string | null };

/** A title's picture, 2 by 3: its poster, else its name over a still of it, else its name set as a poster. Its name is said in words beside it. */
export function Poster({ title }: { title: PosterTitle }) {
  const poster = title.artwork.find(({ kind }) => kind === "POSTER");
  if (poster) return <img className={styles.poster} src={poster.url} alt="" loading="lazy" decoding="async" width="400" height="600" />;
  return (
    <div
      className={classNames(styles.poster, title.stillUrl ? styles.still : styles.set)}
      style={posterStyle(title.name)}
      aria-hidden="true"
    >
      {title.stillUrl ? <img src={title.stillUrl} alt="" loading="lazy" decoding="async" /> : <span className={motifOf(title.name)} />}
      {title.year && <span className={styles.year}>{title.year}</span>}
      <span className={classNames(styles.name, faceOf(title.name))}>{title.name}</span>
    </div>
  );
}

/** A wide picture, 16 by 9, of something played: a still, else its name on its colour. */
export function Still({ name, url }: { name: string; url: string | null | undefined }) {
  if (url) return <img className={styles.wide} src={url} alt="" loading="lazy" decoding="async" width="640" height="360" />;
  return (
    <div className={classNames(styles.wide, styles.set)} style={posterStyle(name)} aria-hidden="true">
      <span className={motifOf(name)} />
    </div>
  );
}

/** The colours of a name, for whatever stands on them. */
export function posterStyle(name: string): CSSProperties {
  const hash = hashOf(name);
  const style: CSSProperties & Record<`--${string}`, string | number> = {
    "--hue": hueOf(name),
    "--turn": 30 + (hash % 70),
    "--x": `${15 + ((hash >>> 8) % 70)}%`,
    "--y": `${10 + ((hash >>> 16) % 45)}%`,
    "--size": nameSize(name),
  };
  return style;
}

/** Long names and long words are set smaller, so that they keep to the poster; in per cent of its width. */
function nameSize(name: string): string {
  const longestWord = Math.max(...name.split(/\s+/).map((word) => word.length));
  const byLength = name.length < 14 ? 17 : name.length < 30 ? 13.5 : 10.5;
  return `${Math.min(byLength, 112 / longestWord)}cqi`;
}

function motifOf(name: string): string {
  const motifs = [styles.sun, styles.bars, styles.arches, styles.horizon];
  return classNames(styles.motif, motifs[(hashOf(name) >>> 5) % motifs.length]);
}

function faceOf(name: string): string | undefined {
  return [undefined, styles.serif, styles.capitals][(hashOf(name) >>> 11) % 3];
}
