import { isNotPlanned } from "../compare.ts";
import type { Examination, Finding, Question } from "../examine.ts";
import type { TestSupergraph, Trouble } from "../supergraph.ts";
import { FeatureReader, type PairCoverage } from "./features.ts";
import { OperationWriter } from "./operations.ts";
import { Random } from "./random.ts";
import { shrink } from "./shrink.ts";
import { possibleTroubles, someTroubles } from "./troubles.ts";
import { valid } from "./valid.ts";

/** A random operation that was answered wrongly, made small. */
export interface WrongOperation extends Question {
  readonly supergraph: string;
  readonly finding: Finding;
}

export interface RandomShare {
  readonly supergraph: TestSupergraph;
  readonly examination: Examination;
  readonly seed: number;
  readonly operations: number;
  readonly coverage: PairCoverage;
  /** Told after each operation what it showed; the run ends when it returns true. */
  readonly onDone: (outcome: "right" | "refused" | WrongOperation) => boolean;
}

/** Puts operations that nobody wrote to a router, the same ones for the same seed. */
export async function askAtRandom(share: RandomShare): Promise<void> {
  const { supergraph, examination, seed, operations, coverage, onDone } = share;
  const random = new Random(seed);
  const { composed } = examination;
  const { objects } = supergraph.world();
  const features = new FeatureReader(composed);
  const ids = [...new Set([...objects.map(({ id, code }) => String(id ?? code)), "nobody"])];
  const troubles = possibleTroubles(composed, objects);
  for (let done = 0; done < operations; done += 1) {
    const question = writeQuestion(composed.api, random, { ids, troubles });
    const finding = await examination.ask(question);
    coverage.add(features.of(question, finding.expected));
    if (onDone(await outcome(share, question, finding))) return;
  }
}

async function outcome(
  { supergraph, examination }: RandomShare,
  question: Question,
  finding: Finding,
): Promise<"right" | "refused" | WrongOperation> {
  if (finding.differences.length === 0) return "right";
  if (isNotPlanned(finding.received)) return "refused";
  return { ...(await smallest(examination, question)), supergraph: supergraph.name };
}

interface Material {
  readonly ids: readonly string[];
  readonly troubles: readonly Trouble[];
}

/** Hardly ever cannot an operation be made valid; then the next one is taken. */
function writeQuestion(api: Examination["composed"]["api"], random: Random, { ids, troubles }: Material): Question {
  for (;;) {
    const question = valid(api, OperationWriter.write(api, random, ids));
    const some = someTroubles(troubles, random);
    if (question) return { ...question, ...(some.length > 0 && { troubles: some }) };
  }
}

async function smallest(examination: Examination, question: Question): Promise<Question & { readonly finding: Finding }> {
  const fails = async (smaller: Question) => {
    const { differences, received } = await examination.ask(smaller);
    return differences.length > 0 && !isNotPlanned(received);
  };
  const small = await shrink(examination.composed, question, fails);
  return { ...small, finding: await examination.ask(small) };
}
