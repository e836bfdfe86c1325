import { type Examination, type Finding, type Question, startExamination } from "../examine.ts";
import type { StartSubject } from "../subjects/subject.ts";
import type { TestSupergraph, Trouble } from "../supergraph.ts";
import { supergraphs } from "../supergraphs/all.ts";
import { emptyInterface } from "../supergraphs/empty-interface.ts";
import { market } from "../supergraphs/market.ts";
import { FeatureReader, PairCoverage } from "./features.ts";
import { OperationWriter } from "./operations.ts";
import { Random } from "./random.ts";
import { shrink } from "./shrink.ts";
import { possibleTroubles, someTroubles } from "./troubles.ts";
import { valid } from "./valid.ts";

export interface RandomRun {
  readonly operations: number;
  readonly seed: number;
  /** Stops after so many operations that went wrong. */
  readonly maxWrong: number;
  /** Told now and then how many operations are done. */
  readonly onProgress?: (done: number) => void;
}

export interface RandomResult {
  readonly seed: number;
  readonly operations: number;
  readonly wrong: readonly WrongOperation[];
  readonly coverage: PairCoverage;
}

export interface WrongOperation extends Question {
  readonly supergraph: string;
  readonly finding: Finding;
}

/** What is at work for one supergraph. */
interface Workshop {
  readonly supergraph: TestSupergraph;
  readonly examination: Examination;
  readonly features: FeatureReader;
  readonly ids: readonly string[];
  readonly troubles: readonly Trouble[];
}

/** Most features are together in one supergraph, which therefore gets every other operation. */
const MARKET_SHARE = 0.5;

/** Puts operations to a subject that nobody wrote, the same ones for the same seed. */
export async function compareAtRandom(startSubject: StartSubject, run: RandomRun): Promise<RandomResult> {
  await using opened = new AsyncDisposableStack();
  const random = new Random(run.seed);
  const coverage = new PairCoverage();
  const wrong: WrongOperation[] = [];
  const workshops: Workshop[] = [];
  for (const supergraph of supergraphs.filter((each) => each !== emptyInterface))
    workshops.push(await workshop(opened, supergraph, startSubject));
  const main = workshops.find(({ supergraph }) => supergraph === market);
  let operations = 0;
  while (operations < run.operations && wrong.length < run.maxWrong) {
    const at = main && random.chance(MARKET_SHARE) ? main : random.pick(workshops);
    const question = writeQuestion(at, random);
    if (!question) continue;
    operations += 1;
    if (operations % 100 === 0) run.onProgress?.(operations);
    const finding = await at.examination.ask(question);
    coverage.add(at.features.of(question, finding.expected));
    if (finding.differences.length > 0) wrong.push(await smallest(at, question));
  }
  return { seed: run.seed, operations, wrong, coverage };
}

async function workshop(opened: AsyncDisposableStack, supergraph: TestSupergraph, startSubject: StartSubject): Promise<Workshop> {
  const examination = opened.use(await startExamination(supergraph, startSubject));
  const { objects } = supergraph.world();
  return {
    supergraph,
    examination,
    features: new FeatureReader(examination.composed),
    ids: [...new Set([...objects.map(({ id, code }) => String(id ?? code)), "nobody"])],
    troubles: possibleTroubles(examination.composed, objects),
  };
}

function writeQuestion({ examination, ids, troubles }: Workshop, random: Random): Question | undefined {
  const question = valid(examination.composed.api, OperationWriter.write(examination.composed.api, random, ids));
  const some = someTroubles(troubles, random);
  return question && { ...question, ...(some.length > 0 && { troubles: some }) };
}

async function smallest({ supergraph, examination }: Workshop, question: Question): Promise<WrongOperation> {
  const fails = async (smaller: Question) => (await examination.ask(smaller)).differences.length > 0;
  const small = await shrink(examination.composed, question, fails);
  return { ...small, supergraph: supergraph.name, finding: await examination.ask(small) };
}
