import { once } from "node:events";
import { InvalidSettings } from "@marquee/settings";
import { pino } from "pino";
import { readCommandLine, usage, WrongUsage } from "./command-line.ts";
import { CompositionFailed, composeFiles } from "./compose-files.ts";
import { readRouterConfig } from "./config.ts";
import { startRouter } from "./router.ts";

/** Undefined when help was asked for, and given. */
async function configOf(args: readonly string[]): Promise<ReturnType<typeof readRouterConfig> | undefined> {
  const { asksForHelp, variables, subgraphs } = readCommandLine(args);
  if (asksForHelp) {
    process.stdout.write(usage());
    return undefined;
  }
  return readRouterConfig(undefined, { variables, supergraphSdl: subgraphs.length > 0 ? await composeFiles(subgraphs) : undefined });
}

async function run({ logLevel, ...config }: ReturnType<typeof readRouterConfig>): Promise<void> {
  const logger = pino({ name: "router", level: logLevel });
  const stopAsked = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  try {
    if (config.jwksUrl === undefined)
      logger.warn("JWKS_URL is not set: everybody is anonymous, and whoever sends an access token is refused");
    await using router = await startRouter(config, { logger });
    logger.info({ url: router.url }, "the router is up");
    await stopAsked;
    logger.info("the router is stopping");
  } catch (error) {
    logger.fatal({ err: error }, "the router failed");
    process.exitCode = 1;
  }
}

try {
  const config = await configOf(process.argv.slice(2));
  if (config) await run(config);
} catch (error) {
  const isTheirs = error instanceof WrongUsage || error instanceof CompositionFailed || error instanceof InvalidSettings;
  process.stderr.write(
    `${isTheirs ? `${error.message}\n\nmarquee-router --help names every option.` : error instanceof Error ? error.stack : error}\n`,
  );
  process.exitCode = 1;
}
