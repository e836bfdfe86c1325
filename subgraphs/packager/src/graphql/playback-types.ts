import { GraphQLDateTime } from "graphql-scalars";
import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { kindOf } from "./kind-of.ts";
import { Manifests, Playable } from "./playable.ts";
import {
  MaturityRestricted,
  NotAvailable,
  NotEntitled,
  NotReady,
  PlaybackEnded,
  ProfileRequired,
  TooManyStreams,
  UnknownPlayable,
  UnknownPlayback,
} from "./refusals.ts";

export const ReportingSource = { GRAPH: "GRAPH", CMCD: "CMCD" } as const;

registerEnumType(ReportingSource, {
  name: "ReportingSource",
  description: "How a session's watch time is reported; a session has one source.",
  valuesConfig: {
    GRAPH: { description: "By the mutation reportPlayback." },
    CMCD: { description: "By the player itself, as CMCD events over HTTP." },
  },
});

@InputType({ description: "What to play, and how its watching is reported." })
export class StartPlaybackInput {
  @Field(() => ID, { description: "A movie, an episode or a channel." })
  playableId!: string;

  @Field(() => String, { description: "Chosen by the client: the same key gives the same session. A refusal is not remembered." })
  idempotencyKey!: string;

  @Field(() => ReportingSource, { nullable: true, defaultValue: "GRAPH", description: "Which reports carry the watch time." })
  reporting?: keyof typeof ReportingSource | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "The device's clock now; needed for CMCD, whose times are the device's." })
  deviceTime?: Date | null;
}

@InputType({ description: "Which session to go on with." })
export class RenewPlaybackInput {
  @Field(() => String, { description: "The session's token." })
  token!: string;
}

@InputType({ description: "Which session to end." })
export class EndPlaybackInput {
  @Field(() => ID, { description: "This session, or another of the same account." })
  sessionId!: string;
}

@ObjectType({ description: "A watching: one profile, one device, one playable, at most 24 hours." })
export class PlaybackSession {
  @Field(() => ID, { description: "Opaque." })
  id!: string;

  @Field(() => String, { description: "Signed; goes with every report." })
  token!: string;

  @Field(() => GraphQLDateTime, { description: "The moment that reports count from." })
  startedAt!: Date;

  @Field(() => Playable, { nullable: true, description: "What is played; its progress says where to resume." })
  playable?: Playable;

  @Field(() => Manifests, { description: "Of the encode that the session is pinned to." })
  manifests!: Manifests;

  @Field(() => String, { nullable: true, description: "Where a player sends CMCD events; null where they are not taken." })
  cmcdUrl?: string;

  @Field(() => Int, { description: "How often to report while playing." })
  reportIntervalSeconds!: number;

  @Field(() => GraphQLDateTime, { description: "When the URLs stop working; renewPlayback gives others. Reports are taken later too." })
  expiresAt!: Date;
}

@ObjectType({ description: "The session is over." })
export class EndedPlayback {
  @Field(() => ID, { description: "Its id." })
  sessionId!: string;
}

export const StartPlaybackResult = createUnionType({
  name: "StartPlaybackResult",
  description: "A session, or why there is none.",
  types: () =>
    [PlaybackSession, NotEntitled, MaturityRestricted, TooManyStreams, NotAvailable, NotReady, UnknownPlayable, ProfileRequired] as const,
  resolveType: kindOf,
});

export const RenewPlaybackResult = createUnionType({
  name: "RenewPlaybackResult",
  description: "The session with new URLs, or why there is none.",
  types: () => [PlaybackSession, PlaybackEnded] as const,
  resolveType: kindOf,
});

export const EndPlaybackResult = createUnionType({
  name: "EndPlaybackResult",
  description: "The ended session, or why none was ended.",
  types: () => [EndedPlayback, UnknownPlayback] as const,
  resolveType: kindOf,
});
