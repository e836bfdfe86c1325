import { maturityRatings } from "@marquee/events";
import { outboxEntry } from "@marquee/outbox";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { type ArtworkKind, creditRoles, type WorkKind } from "../../domain/work.ts";

const kinds = ["MOVIE", "SERIES", "EPISODE", "CHANNEL"] as const satisfies readonly WorkKind[];
const artworkKinds = ["POSTER", "BACKDROP"] as const satisfies readonly ArtworkKind[];

export const workEntity = defineEntity({
  name: "Work",
  tableName: "works",
  properties: {
    id: p.uuid().primary(),
    kind: p.enum(kinds),
    name: p.text(),
    synopsis: p.text().nullable(),
    year: p.integer().nullable(),
    maturityRating: p.enum(maturityRatings).nullable(),
    durationSeconds: p.float().nullable(),
    seriesId: p.uuid().nullable(),
    seasonNumber: p.integer().nullable(),
    number: p.integer().nullable(),
    imdbRating: p.float().nullable(),
    imdbVotes: p.integer().nullable(),
    hasVideo: p.boolean().default(false),
    videoSequence: p.bigint("number").nullable(),
    addedAt: p.datetime().nullable(),
    isWithdrawn: p.boolean().default(false),
    version: p.integer().default(1),
  },
});

export const genreEntity = defineEntity({
  name: "Genre",
  tableName: "genres",
  properties: { id: p.uuid().primary(), name: p.text() },
});

export const workGenreEntity = defineEntity({
  name: "WorkGenre",
  tableName: "work_genres",
  properties: { workId: p.uuid().primary(), genre: () => p.manyToOne(genreEntity).primary() },
});

export const personEntity = defineEntity({
  name: "Person",
  tableName: "people",
  properties: { id: p.uuid().primary(), name: p.text() },
});

export const creditEntity = defineEntity({
  name: "Credit",
  tableName: "credits",
  properties: {
    workId: p.uuid().primary(),
    position: p.integer().primary(),
    person: () => p.manyToOne(personEntity),
    role: p.enum(creditRoles),
    character: p.text().nullable(),
  },
});

export const artworkEntity = defineEntity({
  name: "Artwork",
  tableName: "artwork",
  properties: {
    workId: p.uuid().primary(),
    kind: p.enum(artworkKinds).primary(),
    file: p.text(),
    width: p.integer().nullable(),
    height: p.integer().nullable(),
  },
});

export const windowEntity = defineEntity({
  name: "AvailabilityWindow",
  tableName: "availability_windows",
  properties: {
    id: p.bigint("string").primary().autoincrement(),
    workId: p.uuid(),
    territories: p.array().nullable(),
    startsAt: p.datetime().nullable(),
    endsAt: p.datetime().nullable(),
  },
});

export type WorkRow = InferEntity<typeof workEntity>;
export type WindowRow = InferEntity<typeof windowEntity>;

export const entities = [workEntity, genreEntity, workGenreEntity, personEntity, creditEntity, artworkEntity, windowEntity, outboxEntry];
