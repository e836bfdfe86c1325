import type { MaturityRating } from "@marquee/events";

export type TitleKind = "MOVIE" | "SERIES";
export type PlayableKind = "MOVIE" | "EPISODE" | "CHANNEL";
export type WorkKind = TitleKind | PlayableKind;

/** Whatever has a name and a page of its own: what is browsed (a title), what is played (a playable), or, as a movie, both. */
export interface Work {
  readonly id: string;
  readonly kind: WorkKind;
  readonly name: string;
  readonly synopsis: string | undefined;
  readonly year: number | undefined;
  /** Unknown is shown to adults only. */
  readonly maturityRating: MaturityRating | undefined;
  /** Of the picture; of a title without a video what is known of the original. */
  readonly durationSeconds: number | undefined;
  /** Of an episode; one that was imported on its own belongs to no series. */
  readonly seriesId: string | undefined;
  readonly seasonNumber: number | undefined;
  /** Of an episode, in its season. */
  readonly number: number | undefined;
}

/** The name of the GraphQL type of each kind. */
export const typeNames = { MOVIE: "Movie", SERIES: "Series", EPISODE: "Episode", CHANNEL: "Channel" } as const;

export function isTitle({ kind }: Work): boolean {
  return kind === "MOVIE" || kind === "SERIES";
}

export function isPlayable({ kind }: Work): boolean {
  return kind !== "SERIES";
}

export interface Genre {
  readonly id: string;
  readonly name: string;
}

export interface Person {
  readonly id: string;
  readonly name: string;
}

export const creditRoles = ["DIRECTOR", "WRITER", "ACTOR", "COMPOSER", "CINEMATOGRAPHER"] as const;
export type CreditRole = (typeof creditRoles)[number];

export interface Credit {
  readonly person: Person;
  readonly role: CreditRole;
  readonly character: string | undefined;
}

export type ArtworkKind = "POSTER" | "BACKDROP";

export interface Artwork {
  readonly kind: ArtworkKind;
  /** Its name in the folder of artwork. */
  readonly file: string;
  readonly width: number | undefined;
  readonly height: number | undefined;
}

/** Whether a work can be watched where and when somebody asks. */
export interface Availability {
  readonly isPlayableNow: boolean;
  /** When its next window opens, where none is open yet. */
  readonly availableFrom: Date | undefined;
}
