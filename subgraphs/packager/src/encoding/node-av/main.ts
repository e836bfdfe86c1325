/** The child process that works with FFmpeg's libraries: `main.ts version | describe FILE | scan FILE | run JOB | decode FILE`. */

import { AV_LOG_ERROR } from "node-av/constants";
import { getFFmpegInfo, Log } from "node-av/lib";
import { decodeFile } from "./decode-file.ts";
import { describeFile, scanFile } from "./describe-file.ts";
import { runJob } from "./run-job.ts";

const [verb, operand = ""] = process.argv.slice(2);
const print = (line: string) => process.stdout.write(`${line}\n`);

Log.setLevel(AV_LOG_ERROR);
try {
  if (verb === "version") print(getFFmpegInfo().version);
  else if (verb === "describe") print(JSON.stringify(describeFile(operand)));
  else if (verb === "scan") scanFile(operand, print);
  else if (verb === "run") runJob(JSON.parse(operand), print);
  else if (verb === "decode") decodeFile(operand, print);
  else throw new Error(`Expected version, describe, scan, run or decode; got ${verb}.`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
