import { type Finding, startExamination } from "./examine.ts";
import type { StartSubject } from "./subjects/subject.ts";
import type { Case } from "./supergraph.ts";
import { supergraphs } from "./supergraphs/all.ts";

/** A case, and what became of it. */
export interface Examined extends Case {
  readonly supergraph: string;
  readonly finding: Finding;
}

/**
 * Puts the hand-written cases to a subject.
 *
 * @param isWanted is asked for `supergraph: case`
 */
export async function examineCases(
  startSubject: StartSubject,
  isWanted: (name: string) => boolean,
  onExamined: (examined: Examined) => void = () => {},
): Promise<readonly Examined[]> {
  const examined: Examined[] = [];
  for (const supergraph of supergraphs) {
    const cases = supergraph.cases.filter(({ name }) => isWanted(`${supergraph.name}: ${name}`));
    if (cases.length === 0) continue;
    await using examination = await startExamination(supergraph, startSubject);
    for (const each of cases) {
      const one = { ...each, supergraph: supergraph.name, finding: await examination.ask(each) };
      examined.push(one);
      onExamined(one);
    }
  }
  return examined;
}
