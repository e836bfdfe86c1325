import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { CannotStart } from "./cannot-start.ts";
import { readEnginesConfig } from "./config.ts";
import { engineSet } from "./engine-set.ts";
import { keptLayout, portNames, usualPorts } from "./ports.ts";

const portOption = (name: string) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}-port`;

const usage = `npm run engines [-- start | stop | status] [options]

Starts PostgreSQL, Redis and Cassandra on this machine, or finds them running, and prints the variables with which the services
reach them; they stay until "npm run engines -- stop". Files and logs are in MARQUEE_HOME/engines (.marquee/engines).

  --cassandra-nodes N     a cluster of N nodes on 127.0.0.1, .2, .3 …
${portNames.map((name) => `  --${portOption(name).padEnd(22)}${usualPorts[name]}, or the next free one, unless given`).join("\n")}
`;

const tell = (sentence: string) => process.stderr.write(`${sentence}\n`);

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage = error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  if (!(error instanceof CannotStart || isUsage)) throw error;
  tell(isUsage ? `${error.message}\n\n${usage}` : error.message);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: "boolean", short: "h" },
      "cassandra-nodes": { type: "string" },
      ...Object.fromEntries(portNames.map((name) => [portOption(name), { type: "string" as const }])),
    },
  });
  const command = positionals[0] ?? "start";
  if (values.help || positionals.length > 1 || !["start", "stop", "status"].includes(command)) {
    tell(usage);
    return values.help ? 0 : 1;
  }
  const home = join(resolve(readEnginesConfig().home), "engines");
  const given: Readonly<Record<string, string | boolean | undefined>> = values;
  const ports = Object.fromEntries(
    portNames.flatMap((name) => {
      const port = whole(given[portOption(name)], `--${portOption(name)}`, 65_535);
      return port === undefined ? [] : [[name, port]];
    }),
  );
  const cassandraNodes = whole(given["cassandra-nodes"], "--cassandra-nodes", 9);
  if (command === "start") return await start(home, cassandraNodes, ports);
  if ((await keptLayout(home)) === undefined) {
    tell(`No engines were ever started in ${home}.`);
    return command === "stop" ? 0 : 1;
  }
  return command === "stop" ? await stop(home) : await status(home);
}

async function start(home: string, cassandraNodes: number | undefined, ports: Record<string, number>): Promise<number> {
  const set = await engineSet({ home, cassandraNodes, ports, hasUsualPorts: true, say: (sentence) => tell(`  · ${sentence}`) });
  const variables = Object.entries(await set.start());
  await writeFile(join(home, "engines.env"), variables.map(([name, value]) => `${name}=${value}\n`).join(""), { mode: 0o600 });
  process.stdout.write(variables.map(([name, value]) => `export ${name}=${value}\n`).join(""));
  return 0;
}

async function stop(home: string): Promise<number> {
  const set = await engineSet({ home, say: tell });
  await Promise.all(
    set.running().map(async (engine) => {
      await engine.stop();
      tell(`  · Stopped ${engine.name}`);
    }),
  );
  return 0;
}

/** @returns 0 when all run, 3 when not, as of `service status` */
async function status(home: string): Promise<number> {
  const { postgres, redis, cassandra } = await engineSet({ home, say: tell });
  const all = [postgres, redis, ...cassandra];
  for (const { name, pid } of all)
    process.stdout.write(`${name.padEnd(20)} ${pid === undefined ? "is not running" : `runs as process ${pid}`}\n`);
  return all.every(({ pid }) => pid !== undefined) ? 0 : 3;
}

function whole(text: string | boolean | undefined, option: string, most: number): number | undefined {
  if (typeof text !== "string") return undefined;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new CannotStart(`${option} takes a whole number from 1 to ${most}, not "${text}".`);
}
