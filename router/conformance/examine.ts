import { GraphQLError, parse, validate } from "graphql";
import { differences, type Received } from "./compare.ts";
import { Composed } from "./composed.ts";
import { type Expected, type Operation, Reference } from "./reference.ts";
import { Stage } from "./stage.ts";
import { type Fetch, serveSubgraphs } from "./subgraph-server.ts";
import type { StartSubject } from "./subjects/subject.ts";
import type { TestSupergraph, Trouble } from "./supergraph.ts";

/** An operation, and what goes wrong meanwhile. */
export interface Question extends Operation {
  readonly troubles?: readonly Trouble[];
  /** A refusal without data is right, too. */
  readonly isContradictory?: true;
}

export interface Finding {
  /** None when the answer is right. */
  readonly differences: readonly string[];
  readonly expected: Expected;
  readonly received: Received;
  readonly fetches: readonly Fetch[];
}

/** A subject at work on one supergraph. */
export interface Examination extends AsyncDisposable {
  readonly composed: Composed;
  /** One question at a time: the subgraphs have one world between them. */
  readonly ask: (question: Question) => Promise<Finding>;
}

export async function startExamination(supergraph: TestSupergraph, startSubject: StartSubject): Promise<Examination> {
  await using opened = new AsyncDisposableStack();
  const composed = new Composed(supergraph);
  const reference = new Reference(composed);
  const subgraphs = opened.use(await serveSubgraphs(composed));
  const subject = opened.use(await startSubject(composed.sdl, subgraphs.urls));

  const ask = async (question: Question): Promise<Finding> => {
    const invalid = validate(composed.api, parse(question.query));
    if (invalid.length > 0) throw new GraphQLError(`${supergraph.name}: ${invalid.map(String).join("\n")}`);
    const expected = reference.expect(question, () => new Stage(supergraph.world(), question.troubles));
    subgraphs.play(question.troubles);
    const received: Received = await subject.answer(question).catch((error: unknown) => ({ errors: [{ message: `no answer: ${error}` }] }));
    const isRefused = question.isContradictory && (received.data ?? null) === null && (received.errors?.length ?? 0) > 0;
    return { differences: isRefused ? [] : differences(expected, received), expected, received, fetches: [...subgraphs.fetches] };
  };
  const stack = opened.move();
  return { composed, ask, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
