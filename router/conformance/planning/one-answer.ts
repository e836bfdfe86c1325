import { startExamination } from "../examine.ts";
import type { StartSubject } from "../subjects/subject.ts";
import { cycle, fiveHops } from "./cycle.ts";

/** A process that asks a router one question that is hard to plan, prints what came of it as JSON, and ends, if it lives to do so. */
const subject = process.argv[2];
const startSubject: StartSubject =
  subject === "stock" ? (await import("../subjects/stock.ts")).startStock : (await import("../subjects/ours.ts")).startOurs;
await using examination = await startExamination(cycle, startSubject);
const { differences, received } = await examination.ask({ query: fiveHops, isContradictory: true });
process.stdout.write(JSON.stringify({ differences, received }));
