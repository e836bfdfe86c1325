import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { InvalidSettings } from "@marquee/settings";
import { demo } from "@marquee/standalone/demo";
import { readServicesConfig } from "./config.ts";
import { engineVariables, NoEngines } from "./engine-variables.ts";
import { logPrefix, readableLine } from "./log-line.ts";
import { type ServiceName, serviceNames } from "./service-names.ts";
import { type Services, startServices } from "./start-services.ts";

const usage = `npm run services [-- options]

Runs each service as its own process, on the engines that the environment names or that "npm run engines" has started.

  --copies metrics=2,watch-history=2   several of the same side by side
  --no-restart                         leave a process that dies dead
`;

class Misused extends Error {}

const say = (sentence: string) => process.stdout.write(`${sentence}\n`);

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${explanation(error)}\n`);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { help: { type: "boolean", short: "h" }, copies: { type: "string" }, "no-restart": { type: "boolean" } },
  });
  if (values.help) {
    say(usage);
    return 0;
  }
  const { port, host, publicUrl, home, isDemo, hasDemoFilms, environment } = readServicesConfig();
  const variables = await engineVariables(environment, resolve(home));
  const stopAsked = stopSignal();
  const starting = startServices({
    variables,
    home: join(resolve(home), "services"),
    port,
    host,
    publicUrl,
    copies: copiesOf(values.copies ?? ""),
    settings: { packager: { DEMO: String(hasDemoFilms) } },
    isDemo,
    restart: !values["no-restart"],
    say,
    onLine: show,
  });
  const first = await Promise.race([starting, stopAsked]);
  if (first === undefined) process.exit(130); // still starting: what was started ends with this process
  const signIn = isDemo
    ? `\n  Sign in as ${demo.accounts.map(({ email }) => email).join(", ")}; password ${demo.accounts[0].password}`
    : "";
  say(`\nMarquee is up at ${first.url}\n${signIn}\n  Ctrl-C stops it. Logs are in ${join(home, "services/logs")}\n`);
  await stopAsked;
  await stop(first);
  return 0;
}

async function stop(services: Services): Promise<void> {
  say("\nStopping.");
  await services[Symbol.asyncDispose]();
  say("Stopped.");
}

/** Resolves at the first Ctrl-C or SIGTERM; a second one ends everything at once. */
function stopSignal(): Promise<undefined> {
  return new Promise((resolve) => {
    const ask = () => {
      process.removeAllListeners("SIGINT").removeAllListeners("SIGTERM");
      process.on("SIGINT", () => process.exit(130)).on("SIGTERM", () => process.exit(143));
      resolve(undefined);
    };
    process.on("SIGINT", ask).on("SIGTERM", ask);
  });
}

/** @throws Misused */
function copiesOf(text: string): Partial<Record<ServiceName, number>> {
  const pairs = text.split(",").filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name, number] = pair.split("=");
      const copies = Number(number);
      const isKnown = serviceNames.some((known) => known === name);
      if (isKnown && Number.isInteger(copies) && copies >= 1 && copies <= 9) return [name, copies];
      throw new Misused(
        `--copies takes pairs such as metrics=2, with a number from 1 to 9 and one of ${serviceNames.join(", ")}; not "${pair}".`,
      );
    }),
  );
}

/** Colours where a person looks, unless NO_COLOR forbids them. */
function show(service: string, line: string): void {
  const prefix = logPrefix(service, process.stdout.isTTY && process.stdout.hasColors());
  process.stdout.write(
    readableLine(line)
      .split("\n")
      .map((part) => `${prefix}${part}\n`)
      .join(""),
  );
}

function explanation(error: unknown): string {
  if (error instanceof InvalidSettings || error instanceof NoEngines || error instanceof Misused) return error.message;
  if (error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")) return `${error.message}\n\n${usage}`;
  return error instanceof Error ? error.message : String(error);
}
