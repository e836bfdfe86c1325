import { randomUUID } from "node:crypto";
import { checkIdempotencyKey, keyReused } from "./idempotency-key.ts";
import type { ImportJob, ImportJobStore, NewImport, PlayableKind } from "./import-job.ts";
import type { PlayableStore } from "./playable.ts";

export interface ImportVideo {
  readonly sourceUrl: string;
  readonly title?: string;
  readonly playableId?: string;
  readonly kind: PlayableKind;
  readonly idempotencyKey: string;
}

export interface ImportParts {
  readonly jobs: ImportJobStore;
  readonly playables: PlayableStore;
  /** Finds what a URL names, when it is called and again when the job begins. */
  readonly findSource: (sourceUrl: string) => Promise<FoundSource>;
  /** Tells the workers that there is something to do. */
  readonly wakeWorkers: () => void;
  readonly now: () => Date;
}

/** A file that may be read, or why there is none. */
export type FoundSource =
  | { readonly kind: "SourceFile"; readonly path: string }
  | { readonly kind: "InvalidSource"; readonly message: string };

export type ImportVideoAnswer =
  | { readonly kind: "ImportJob"; readonly job: ImportJob }
  | { readonly kind: "InvalidSource"; readonly message: string };

/**
 * Queues an import, for a new playable or in place of the video of one that exists. A job is remembered under the account's key; a
 * refusal is not.
 *
 * @throws BAD_USER_INPUT when the key was used for another import
 */
export async function importVideo(parts: ImportParts, accountId: string, wanted: ImportVideo): Promise<ImportVideoAnswer> {
  checkIdempotencyKey(wanted.idempotencyKey);
  const remembered = await parts.jobs.byKey(accountId, wanted.idempotencyKey);
  if (remembered) return handOut(remembered, wanted);

  const target = await targetOf(parts, wanted);
  if (target.kind === "InvalidSource") return target;
  const source = await parts.findSource(wanted.sourceUrl);
  if (source.kind === "InvalidSource") return source;

  const { idempotencyKey, sourceUrl } = wanted;
  const { kind: _, ...what } = target;
  const kept = await parts.jobs.add({
    id: randomUUID(),
    accountId,
    idempotencyKey,
    sourceUrl,
    ...what,
    priority: userPriority,
    createdAt: parts.now(),
  });
  parts.wakeWorkers();
  return handOut(kept, wanted);
}

/** People's imports go before the demo clips that still wait. */
const userPriority = 1;

type Target =
  | ({ readonly kind: "Target" } & Pick<NewImport, "playableId" | "playableKind" | "title">)
  | { readonly kind: "InvalidSource"; readonly message: string };

async function targetOf({ playables }: ImportParts, { title, playableId, kind }: ImportVideo): Promise<Target> {
  if ((title === undefined) === (playableId === undefined))
    return invalid("Give either a title, for something new, or the playableId of what exists.");
  if (title !== undefined) {
    const name = title.trim();
    if (!/^[^\p{C}]{1,200}$/u.test(name)) return invalid("A title has 1 to 200 printable characters.");
    return { kind: "Target", playableId: randomUUID(), playableKind: kind, title: name };
  }
  const [playable] = playableId === undefined ? [] : await playables.byIds([playableId]);
  const existing = playable?.catalog?.kind ?? playable?.video?.kind;
  if (!playable || !existing) return invalid("There is no playable of this id.");
  if (existing === "CHANNEL") return invalid("A channel is live: it takes no video file.");
  return { kind: "Target", playableId: playable.id, playableKind: existing };
}

function invalid(message: string) {
  return { kind: "InvalidSource", message } as const;
}

function handOut(job: ImportJob, { sourceUrl, title, playableId }: ImportVideo): ImportVideoAnswer {
  const isTheSame =
    job.sourceUrl === sourceUrl && job.title === title?.trim() && (playableId === undefined || job.playableId === playableId);
  if (!isTheSame) throw keyReused("import");
  return { kind: "ImportJob", job };
}
