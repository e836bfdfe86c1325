import { GraphQLDateTime } from "graphql-scalars";
import { createUnionType, Directive, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { kindOf } from "./kind-of.ts";
import { ImportState, Playable } from "./playable.ts";
import { InvalidSource } from "./refusals.ts";

export const PlayableKind = { MOVIE: "MOVIE", EPISODE: "EPISODE" } as const;

registerEnumType(PlayableKind, {
  name: "PlayableKind",
  description: "What a new import becomes.",
  valuesConfig: {
    MOVIE: { description: "A title of its own." },
    EPISODE: { description: "A part of a series." },
  },
});

export const RenditionKind = { VIDEO: "VIDEO", AUDIO: "AUDIO", TEXT: "TEXT" } as const;

registerEnumType(RenditionKind, {
  name: "RenditionKind",
  description: "What a rendition carries.",
  valuesConfig: {
    VIDEO: { description: "Pictures, at one size and bit rate." },
    AUDIO: { description: "Sound, in one language." },
    TEXT: { description: "Subtitles or captions, in one language." },
  },
});

@InputType({ description: "Where a video comes from and what becomes of it. Give either title or playableId." })
export class ImportVideoInput {
  @Field(() => String, {
    description: 'What an upload answered ("upload:…"), or a "file:" URL in a folder that the operator of the service allows.',
  })
  sourceUrl!: string;

  @Field(() => String, { nullable: true, description: "The name of a new playable." })
  title?: string | null;

  @Field(() => ID, { nullable: true, description: "The playable whose video is replaced." })
  playableId?: string | null;

  @Field(() => PlayableKind, { nullable: true, defaultValue: "MOVIE", description: "What a new playable is." })
  kind?: keyof typeof PlayableKind | null;

  @Field(() => String, { description: "Chosen by the client: the same key gives the same job. A refusal is not remembered." })
  idempotencyKey!: string;
}

@ObjectType({ description: "One track that players can choose." })
export class Rendition {
  @Field(() => RenditionKind, { description: "What it carries." })
  kind!: keyof typeof RenditionKind;

  @Field(() => String, { description: "As in RFC 6381." })
  codec!: string;

  @Field(() => Int, { description: "Its average bit rate." })
  bitrateKbps!: number;

  @Field(() => Int, { nullable: true, description: "Of the picture, in pixels." })
  width?: number;

  @Field(() => Int, { nullable: true, description: "Of the picture, in pixels." })
  height?: number;

  @Field(() => Float, { nullable: true, description: "Of the picture." })
  framesPerSecond?: number;

  @Field(() => String, { nullable: true, description: "As in BCP 47; null when the source does not say." })
  language?: string;
}

/** Said of the field where it is declared, and where it is resolved. */
export const titleMeaning = "The name it was given, or that of the title whose video it is; null while catalog has not told it.";

@ObjectType({ description: "The import of one video." })
export class ImportJob {
  @Field(() => ID, { description: "Opaque." })
  id!: string;

  @Field(() => ImportState, { description: "Where it stands." })
  state!: keyof typeof ImportState;

  @Field(() => Float, { description: "How much of the whole job is done, from 0 to 100; it never goes down." })
  percent!: number;

  @Field(() => Playable, { nullable: true, description: "What the video belongs to; a new one is in the catalog once the job is READY." })
  playable?: Playable;

  @Field(() => String, { nullable: true, description: "Why it failed." })
  error?: string;

  @Field(() => [Rendition], { description: "What came out; empty until the job is READY." })
  renditions!: readonly Rendition[];

  @Field(() => String, { nullable: true, description: titleMeaning })
  title?: string;

  @Field(() => GraphQLDateTime, { description: "When it was asked for." })
  createdAt!: Date;
}

@ObjectType({ description: "Where a page lies in its list." })
@Directive("@shareable")
export class PageInfo {
  @Field(() => Boolean, { description: "Whether more follow." })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: "Whether others come before." })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: "Of the first edge; null when the page is empty." })
  startCursor?: string | undefined;

  @Field(() => String, { nullable: true, description: "Of the last edge; null when the page is empty." })
  endCursor?: string | undefined;
}

@ObjectType({ description: "One job of a page." })
export class ImportJobEdge {
  @Field(() => ImportJob, { description: "The job." })
  node!: ImportJob;

  @Field(() => String, { description: "Where it stands in the list: for after." })
  cursor!: string;
}

@ObjectType({ description: "A page of import jobs, the newest first." })
export class ImportJobConnection {
  @Field(() => [ImportJobEdge], { description: "The jobs with their cursors." })
  edges!: readonly ImportJobEdge[];

  @Field(() => [ImportJob], { description: "The jobs alone." })
  nodes!: readonly ImportJob[];

  @Field(() => PageInfo, { description: "Where the page lies." })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: "How many jobs there are in all." })
  totalCount!: number;
}

export const ImportVideoResult = createUnionType({
  name: "ImportVideoResult",
  description: "The job, or why there is none.",
  types: () => [ImportJob, InvalidSource] as const,
  resolveType: kindOf,
});
