import { parseArgs } from "node:util";
import { z } from "zod";
import { Conclusion } from "./conclusion.ts";
import { startExamination } from "./examine.ts";
import { examineAll } from "./examine-all.ts";
import { explained, reportOf, summary } from "./report.ts";
import type { StartSubject } from "./subjects/subject.ts";
import { supergraphs } from "./supergraphs/all.ts";

/** Each is loaded when it is wanted: stock tells its maker of its start unless it was told not to before. */
const subjects: Readonly<Record<"ours" | "stock", StartSubject>> = {
  ours: async (...started) => (await import("./subjects/ours.ts")).startOurs(...started),
  stock: async (...started) => (await import("./subjects/stock.ts")).startStock(...started),
};

const usage = `npm run conformance -- [--subject ours|stock] [--operations N] [--seed N] [--json]
npm run conformance -- [--subject ours|stock] --only PART_OF_A_NAME
npm run conformance -- [--subject ours|stock] --supergraph NAME --query OPERATION [--variables JSON]

The first puts every hand-written case and N random operations to a router (2000 to ours, none to stock). Ours has to answer all of them right; of stock the
suite has to find each known fault. The second shows what was asked, expected and received in the cases "supergraph: name" that the text is in, the third in one operation of your own.`;

const shape = z.object({
  subject: z.enum(["ours", "stock"]),
  operations: z.coerce.number().int().min(0).optional(),
  seed: z.coerce.number().int().min(0).max(4_294_967_295),
  only: z.string().optional(),
  supergraph: z.enum(supergraphs.map(({ name }) => name)).optional(),
  query: z.string().optional(),
  variables: z.string().transform((text) => z.record(z.string(), z.unknown()).parse(JSON.parse(text))),
  json: z.boolean(),
  help: z.boolean(),
});

type Options = z.infer<typeof shape>;

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      subject: { type: "string", default: "ours" },
      operations: { type: "string" },
      seed: { type: "string", default: String(Math.floor(Math.random() * 4_294_967_296)) },
      only: { type: "string" },
      supergraph: { type: "string" },
      query: { type: "string" },
      variables: { type: "string", default: "{}" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const options = shape.safeParse(values);
  if (!options.success || options.data.help) {
    process.stderr.write(`${usage}\n${options.success ? "" : `\n${z.prettifyError(options.error)}\n`}`);
    return options.success ? 0 : 2;
  }
  if (options.data.query !== undefined) return askOne(options.data, options.data.query);
  return options.data.only === undefined ? conform(options.data) : showCases(options.data, options.data.only);
}

async function askOne({ subject, supergraph: name, variables }: Options, query: string): Promise<number> {
  const supergraph = supergraphs.find((each) => each.name === name);
  if (!supergraph) throw new Error("Say which supergraph the operation is for.");
  await using examination = await startExamination(supergraph, subjects[subject]);
  const finding = await examination.ask({ query, variables });
  say(explained({ name: "the operation", supergraph: supergraph.name, query, variables, finding }));
  return finding.differences.length > 0 ? 1 : 0;
}

async function showCases({ subject }: Options, part: string): Promise<number> {
  const isWanted = (name: string) => name.includes(part);
  const { cases } = await examineAll(subjects[subject], { isWanted, onExamined: (each) => say(explained(each)) });
  return cases.every(({ finding }) => finding.differences.length === 0) && cases.length > 0 ? 0 : 1;
}

async function conform({ subject, operations = subject === "ours" ? 2_000 : 0, seed, json }: Options): Promise<number> {
  const runs = operations > 0 ? [{ seed, operations }] : [];
  const onProgress = (supergraph: string, done: number) => say(`${supergraph}, after ${done} of ${operations} random operations`);
  const conclusion = new Conclusion(subject, await examineAll(subjects[subject], { runs, onProgress }));
  process.stdout.write(json ? `${JSON.stringify(reportOf(conclusion))}\n` : `${summary(conclusion)}\n`);
  return conclusion.isAsItShouldBe ? 0 : 1;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
