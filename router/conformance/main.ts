import { parseArgs } from "node:util";
import { z } from "zod";
import { type Examined, examineCases } from "./examine-cases.ts";
import { explained, summary } from "./report.ts";
import type { StartSubject } from "./subjects/subject.ts";
import { knownFaults } from "./supergraph.ts";

/** Each is loaded when it is wanted: stock tells its maker of its start unless it was told not to before. */
const subjects: Readonly<Record<"ours" | "stock", StartSubject>> = {
  ours: async (...started) => (await import("./subjects/ours.ts")).startOurs(...started),
  stock: async (...started) => (await import("./subjects/stock.ts")).startStock(...started),
};

const usage = `npm run conformance -- [--subject ours|stock] [--only PART_OF_A_NAME] [--operations N] [--seed N] [--json]

ours must answer everything right; of stock, the suite must find each of the known faults.`;

const shape = z.object({
  subject: z.enum(["ours", "stock"]),
  only: z.string(),
  json: z.boolean(),
  help: z.boolean(),
});

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      subject: { type: "string", default: "ours" },
      only: { type: "string", default: "" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const options = shape.safeParse(values);
  if (!options.success || options.data.help) {
    process.stderr.write(`${usage}\n`);
    return options.success ? 0 : 2;
  }
  const { subject, only, json } = options.data;
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const examined = await examineCases(subjects[subject], (name) => name.includes(only), only ? (found) => say(explained(found)) : () => {});
  process.stdout.write(json ? `${JSON.stringify(examined)}\n` : `${summary(examined)}\n`);
  return subject === "ours" ? failing(examined) : missed(examined);
}

function failing(examined: readonly Examined[]): number {
  return examined.some(({ finding }) => finding.differences.length > 0) ? 1 : 0;
}

function missed(examined: readonly Examined[]): number {
  const found = new Set(examined.filter(({ finding }) => finding.differences.length > 0).map(({ knownFault }) => knownFault));
  return knownFaults.every((fault) => found.has(fault)) ? 0 : 1;
}
