import type { ImportJobStore, PlayableKind } from "./import-job.ts";

/** The films that catalog's demo titles stand for, in the order in which they are made. */
const demoFilms = [
  { playableId: "00000000-0000-4000-8000-000000000001", kind: "MOVIE", clip: "tidewater", seconds: 60 },
  { playableId: "00000000-0000-4000-8000-000000000002", kind: "MOVIE", clip: "paper-lanterns", seconds: 60 },
  { playableId: "00000000-0000-4000-8000-000000000003", kind: "MOVIE", clip: "northern-static", seconds: 60 },
  { playableId: "00000000-0000-4000-8000-000000000011", kind: "EPISODE", clip: "last-tram", seconds: 45 },
  { playableId: "00000000-0000-4000-8000-000000000012", kind: "EPISODE", clip: "window-seat", seconds: 45 },
  { playableId: "00000000-0000-4000-8000-000000000021", kind: "EPISODE", clip: "night-market", seconds: 45 },
  { playableId: "00000000-0000-4000-8000-000000000022", kind: "EPISODE", clip: "first-light", seconds: 45 },
] as const satisfies readonly { playableId: string; kind: PlayableKind; clip: string; seconds: number }[];

type DemoFilm = (typeof demoFilms)[number];
/** The name of a generated film. */
export type DemoClip = DemoFilm["clip"];

/** Whose jobs they are: no real account has this id. */
const demoAccount = "demo";

/** Queues those that were never queued before, behind everything that people import. Their jobs are named after their playables. */
export async function queueDemoFilms(jobs: ImportJobStore, now: Date): Promise<void> {
  for (const { playableId, kind, clip } of demoFilms) {
    if (await jobs.byKey(demoAccount, clip)) continue;
    await jobs.add({
      id: playableId,
      accountId: demoAccount,
      idempotencyKey: clip,
      sourceUrl: `demo:${clip}`,
      playableId,
      playableKind: kind,
      priority: 0,
      createdAt: now,
    });
  }
}

/** The film that a job's source stands for; only this module queues such sources. */
export function demoFilmOf(sourceUrl: string): DemoFilm | undefined {
  return demoFilms.find(({ clip }) => sourceUrl === `demo:${clip}`);
}
