import { openRedis } from "@marquee/redis";
import { EngineProblem, InvalidSettings } from "@marquee/settings";
import { pino } from "pino";
import { readCommandConfig } from "../config.ts";
import { redisEventLog } from "../redis/index.ts";
import { readCommand, runCommand, usage, WrongUsage } from "./run-command.ts";

process.exitCode = await main();

async function main(): Promise<number> {
  const logger = pino({ level: "silent" });
  try {
    const command = readCommand(process.argv.slice(2));
    await using redis = await openRedis(readCommandConfig(), logger);
    await using log = redisEventLog(redis, logger);
    process.stdout.write(`${await runCommand(log, command)}\n`);
    return 0;
  } catch (error) {
    if (error instanceof WrongUsage) process.stderr.write(`${error.message}\n\n${usage}\n`);
    else if (error instanceof InvalidSettings || error instanceof EngineProblem) process.stderr.write(`${error.message}\n`);
    else throw error;
    return 2;
  }
}
