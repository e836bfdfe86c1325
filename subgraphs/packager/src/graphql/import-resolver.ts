import { codedError } from "@marquee/coded-errors";
import { requireOperator } from "@marquee/subgraph-server";
import { Arg, Ctx, Directive, FieldResolver, ID, Int, Mutation, Query, Resolver, Root, Subscription } from "type-graphql";
import type * as domain from "../domain/import-job.ts";
import { importVideo } from "../domain/import-video.ts";
import type { PackagerContext } from "./context.ts";
import { importProgress } from "./import-progress.ts";
import { ImportJob, ImportJobConnection, ImportVideoInput, ImportVideoResult, titleMeaning } from "./import-types.ts";
import { Playable } from "./playable.ts";

@Resolver(() => ImportJob)
export class ImportResolver {
  @Query(() => ImportJob, { nullable: true, description: "An import, for operators; null when there is none of this id." })
  importJob(@Arg("id", () => ID, { description: "The job's id." }) id: string, @Ctx() { imports, viewer }: PackagerContext) {
    requireOperator(viewer);
    return imports.jobs.byId(id);
  }

  @Query(() => ImportJobConnection, { nullable: true, description: "All imports, the newest first, for operators." })
  async importJobs(
    @Arg("first", () => Int, { nullable: true, defaultValue: 20, description: "How many, from 1 to 100." }) wanted: number | null,
    @Arg("after", () => String, { nullable: true, description: "The cursor of the edge to begin after." }) after: string | null,
    @Ctx() { imports, viewer }: PackagerContext,
  ): Promise<ImportJobConnection> {
    requireOperator(viewer);
    const first = wanted ?? 20;
    if (first < 1 || first > 100) throw codedError("BAD_USER_INPUT", `Expected first to be from 1 to 100, got ${first}.`);
    const page = await imports.jobs.page(first, after ?? undefined);
    if (!page) throw codedError("BAD_USER_INPUT", "Expected after to be a cursor of this list.");
    return connection(page, after !== null && after !== undefined);
  }

  @Mutation(() => ImportVideoResult, { description: "Queues the import of a video, for operators." })
  async importVideo(
    @Arg("input", () => ImportVideoInput, { description: "Where it comes from and what becomes of it." }) input: ImportVideoInput,
    @Ctx() { imports, viewer }: PackagerContext,
  ) {
    const { sourceUrl, idempotencyKey, title, playableId, kind } = input;
    const answer = await importVideo(imports, requireOperator(viewer), {
      sourceUrl,
      idempotencyKey,
      kind: kind ?? "MOVIE",
      ...(typeof title === "string" && { title }),
      ...(typeof playableId === "string" && { playableId }),
    });
    return answer.kind === "ImportJob" ? { kind: answer.kind, ...answer.job } : answer;
  }

  @Directive("@latestValue")
  @Subscription(() => ImportJob, {
    description: "An import as it is, then whenever it changed, until it is READY or FAILED; for operators.",
    subscribe: ({ args, context }) => importProgress(context as PackagerContext, String(args.jobId)),
  })
  importProgress(@Root() job: ImportJob, @Arg("jobId", () => ID, { description: "The job's id." }) _jobId: string): ImportJob {
    return job;
  }

  @FieldResolver(() => Playable, {
    nullable: true,
    description: "What the video belongs to; a new one is in the catalog once the job is READY.",
  })
  playable(@Root() { playableId }: domain.ImportJob): Playable {
    return { id: playableId };
  }

  @FieldResolver(() => String, { nullable: true, description: titleMeaning })
  async title(@Root() { playableId, title }: domain.ImportJob, @Ctx() { playables }: PackagerContext): Promise<string | undefined> {
    return title ?? (await playables.load(playableId)).catalog?.name;
  }
}

function connection({ jobs, hasNextPage, totalCount }: domain.ImportPage, hasPreviousPage: boolean): ImportJobConnection {
  const edges = jobs.map(({ cursor, ...node }) => ({ node, cursor }));
  const cursors = { startCursor: edges[0]?.cursor, endCursor: edges.at(-1)?.cursor };
  return { edges, nodes: edges.map(({ node }) => node), pageInfo: { hasNextPage, hasPreviousPage, ...cursors }, totalCount };
}
