import { z } from "zod";

/** From the mildest to the strictest; a limit admits its own rating and those before it. */
export const maturityRatings = ["ALL", "SEVEN", "TWELVE", "SIXTEEN", "EIGHTEEN"] as const;
export type MaturityRating = (typeof maturityRatings)[number];

const maturityRating = z.enum(maturityRatings);
const instant = z.iso.datetime({ precision: 3 });

/**
 * Every event that crosses a border between subgraphs, by its versioned type. An event says the whole current state of its subject
 * (event-carried state), so that a consumer needs the latest one only. A change that old consumers cannot read gets a new version.
 */
export const eventShapes = {
  /** users: an account as it is now. */
  "marquee.users.account.v1": z.object({
    accountId: z.string(),
    territory: z.string().nullable(),
    scopes: z.array(z.string()),
    /** How many screens may watch at once; 0 without a membership. Absent where the producer knew no plans. */
    streamLimit: z.number().int().min(0).optional(),
    isDeleted: z.boolean(),
  }),
  /** users: a profile as it is now. */
  "marquee.users.profile.v1": z.object({
    profileId: z.string(),
    accountId: z.string(),
    maturityLimit: maturityRating,
    isDeleted: z.boolean(),
  }),
  /** catalog: what can be played, who may and when. */
  "marquee.catalog.playable.v1": z.object({
    playableId: z.string(),
    kind: z.enum(["MOVIE", "EPISODE", "CHANNEL"]),
    name: z.string(),
    maturityRating: maturityRating.nullable(),
    /** Anyone inside one of these windows may watch; an empty list means nobody. */
    availability: z.array(
      z.object({
        /** ISO 3166-1 alpha-2; null means everywhere. */
        territories: z.array(z.string()).nullable(),
        from: instant.nullable(),
        until: instant.nullable(),
      }),
    ),
    isWithdrawn: z.boolean(),
  }),
  /** packager: the video of a playable as it is now. */
  "marquee.packager.video.v1": z.object({
    playableId: z.string(),
    kind: z.enum(["MOVIE", "EPISODE"]),
    /** What the operator called a new import; null where the playable existed before. */
    title: z.string().nullable(),
    state: z.enum(["PACKAGING", "READY", "FAILED"]),
    durationSeconds: z.number().nullable(),
  }),
  /** packager: a session was started: event 0 of its watching. Delivered to watch-history itself, not by the log. */
  "marquee.packager.playback-started.v1": z.object({
    /** The session's signed token. */
    token: z.string(),
  }),
} as const;

export type EventData<Type extends keyof typeof eventShapes> = z.infer<(typeof eventShapes)[Type]>;
