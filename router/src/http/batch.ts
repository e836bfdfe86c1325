import type { Answer } from "../operations/answer.ts";
import type { Asked } from "../operations/operations.ts";
import type { Preparation } from "../operations/prepare.ts";

/**
 * Answers operations that came as a list: all at once, or one after the other where one of them is a mutation, so that those after it see what it did.
 * An operation that is refused costs its own answer alone.
 */
export async function answerBatch(
  batch: readonly Asked[],
  preparation: Preparation,
  answer: (asked: Asked) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const prepared = await Promise.all(batch.map(({ query, operationName }) => preparation.prepare(query, operationName)));
  const changes = prepared.some((one) => one.kind === "planned" && one.operation.operation === "mutation");
  if (!changes) return Promise.all(batch.map(answer));
  const answers: Answer[] = [];
  for (const asked of batch) answers.push(await answer(asked));
  return answers;
}

/** The answers as one list. */
export function listOf(answers: readonly Answer[]): Pick<Answer, "bytes" | "headers"> {
  const bytes = Buffer.from(`[${answers.map(({ text }) => text).join(",")}]`);
  return { bytes, headers: answers.flatMap(({ isRefused, headers }) => (isRefused ? [] : headers)) };
}
