import { viewEventKinds } from "@marquee/view-events";
import { createUnionType, Field, Float, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Refusal } from "./refusal.ts";

const kinds = Object.fromEntries(viewEventKinds.map((kind) => [kind, kind])) as { [Kind in (typeof viewEventKinds)[number]]: Kind };
registerEnumType(kinds, {
  name: "PlaybackEventKind",
  description: "What happened on the device.",
  valuesConfig: {
    STARTED: { description: "The first picture was shown." },
    PLAYING: { description: "It plays; sent again every `reportIntervalSeconds` while it does." },
    PAUSED: { description: "The viewer paused." },
    BUFFERING: { description: "It waits for media." },
    SEEKED: { description: "The viewer went to another position." },
    ENDED: { description: "The film came to its end." },
    STOPPED: { description: "The viewer left." },
    FAILED: { description: "It cannot go on." },
  },
});

@InputType({ description: "One moment of a watching, as the device saw it." })
export class PlaybackEventInput {
  @Field(() => Int, { description: "Counts the session's events from 1; sent again, an event keeps its number." })
  readonly sequence!: number;

  @Field(() => kinds, { description: "What happened." })
  readonly kind!: (typeof viewEventKinds)[number];

  @Field(() => Int, { description: "Milliseconds since the session's `startedAt`, by a clock that never jumps; 24 hours at most." })
  readonly elapsedMs!: number;

  @Field(() => Float, { description: "The position in the film in seconds; for a channel, how far behind its live edge." })
  readonly positionSeconds!: number;

  @Field(() => Int, { description: "Milliseconds watched since the event before." })
  readonly watchedDeltaMs!: number;

  @Field(() => Int, { description: "Milliseconds watched in the session so far, this event's delta included." })
  readonly watchedMs!: number;
}

@InputType({ description: "What a device has to say of one session." })
export class ReportPlaybackInput {
  @Field(() => String, { description: "The session's token, as `startPlayback` gave it." })
  readonly token!: string;

  @Field(() => [PlaybackEventInput], { description: "1 to 100 events of that session." })
  readonly events!: readonly PlaybackEventInput[];
}

const statuses = { ACCEPTED: "ACCEPTED", REFUSED: "REFUSED", TOO_LATE: "TOO_LATE", TRY_AGAIN: "TRY_AGAIN" } as const;
registerEnumType(statuses, {
  name: "ReportStatus",
  description: "What became of a reported event.",
  valuesConfig: {
    ACCEPTED: { description: "It is kept and will be counted; the same for a repeat." },
    REFUSED: { description: "It cannot be true, for the reason given; sending it again changes nothing." },
    TOO_LATE: { description: "It is older than what is still taken; forget it." },
    TRY_AGAIN: { description: "It could not be kept now; send it again after `retryAfterSeconds`." },
  },
});

@ObjectType({ description: "What became of one event of a report." })
export class ReportedEvent {
  @Field(() => Int, { description: "The event's number, as it was sent." })
  readonly sequence!: number;

  @Field(() => statuses, { description: "What became of it." })
  readonly status!: keyof typeof statuses;

  @Field(() => String, { nullable: true, description: "Why it was not accepted; null when it was." })
  readonly reason!: string | null;

  @Field(() => Int, { nullable: true, description: "When to send it again, in seconds; null unless it should be." })
  readonly retryAfterSeconds!: number | null;
}

@ObjectType({ description: "A report that was read; each event was judged alone." })
export class PlaybackReport {
  @Field(() => [ReportedEvent], { description: "One for each event, in the order they were sent." })
  readonly events!: readonly ReportedEvent[];
}

@ObjectType({ implements: Refusal, description: "The token was not signed by us, was changed, or belongs to another profile." })
export class InvalidToken extends Refusal {}

export const ReportPlaybackResult = createUnionType({
  name: "ReportPlaybackResult",
  description: "What became of a report.",
  types: () => [PlaybackReport, InvalidToken] as const,
  resolveType: (value) => ("events" in value ? PlaybackReport : InvalidToken),
});
