import { parseArgs } from "node:util";
import { z } from "zod";
import { percent, runCourse } from "./course.ts";
import { Stage } from "./stage.ts";

const usage = `npm run soak -- [--seconds 60] [--json]

Lets clients come and go and kills subgraphs for so long, and fails where the router then holds more than it needs.`;

const shape = z.object({ seconds: z.coerce.number().int().min(20).max(86_400), json: z.boolean() });

process.exitCode = await main();

async function main(): Promise<number> {
  const options = { seconds: { type: "string", default: "60" }, json: { type: "boolean", default: false } } as const;
  const asked = shape.safeParse(parseArgs({ options, strict: false }).values);
  const say = (sentence: string) => void process.stderr.write(`${sentence}\n`);
  if (!asked.success) {
    say(usage);
    return 2;
  }
  await using stage = await Stage.open();
  const outcome = await runCourse(stage, asked.data.seconds, say);
  for (const fault of outcome.faults) say(`✗ ${fault}`);
  const { heapGrowth, tally } = outcome;
  process.stdout.write(
    `${asked.data.json ? JSON.stringify(outcome) : `the heap grew by ${percent(heapGrowth)} in the last half; ${JSON.stringify(tally)}`}\n`,
  );
  return outcome.faults.length === 0 ? 0 : 1;
}
