import { codedError } from "@marquee/coded-errors";
import { requireOperator } from "@marquee/subgraph-server";
import { GraphQLDateTime } from "graphql-scalars";
import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import type { MetricsContext } from "./context.ts";
import { checkedRecountRange, toRecount } from "./recount.ts";
import { RecountType } from "./recount-types.ts";

/** Below the router's patience of 10 s. */
const RECOUNT_MS = 8_000;

@Resolver(() => RecountType)
export class RecountResolver {
  @Query(() => RecountType, {
    nullable: true,
    description:
      "Recounts a stretch of a playable from its raw events and compares it with what is stored, which it never changes; for operators.",
  })
  async recount(
    @Ctx() { viewer, recounting }: MetricsContext,
    @Arg("playableId", () => ID, { description: "Which playable." }) playableId: string,
    @Arg("from", () => GraphQLDateTime, { description: "The first minute is the one that this moment lies in." }) from: Date,
    @Arg("to", () => GraphQLDateTime, { description: "Minutes begin before this moment; it is after `from`." }) to: Date,
  ): Promise<RecountType> {
    requireOperator(viewer);
    const range = checkedRecountRange({ playableId, from, to, parts: recounting.parts });
    const signal = AbortSignal.timeout(RECOUNT_MS);
    try {
      return toRecount(await recounting.recount(range, signal), range, recounting.definition);
    } catch (error) {
      if (!signal.aborted) throw error;
      throw codedError("BAD_USER_INPUT", `Expected a range that can be recounted in ${RECOUNT_MS / 1_000} s: take a shorter one.`);
    }
  }
}
