import { AlreadyRunning } from "@marquee/postgres/embedded";
import { InvalidSettings } from "@marquee/settings";
import { pino } from "pino";
import { readStandaloneConfig } from "./config.ts";
import { demo } from "./demo.ts";
import { reportPackaging } from "./report-packaging.ts";
import { startStandalone } from "./standalone.ts";

const say = (sentence: string) => process.stdout.write(`${sentence}\n`);

try {
  const config = readStandaloneConfig();
  const stopAsked = stopSignal(); // from here on, since a process that just dies leaves PostgreSQL behind
  const logger = pino({ level: config.logLevel }, process.stderr);
  say("Marquee is starting.");
  const marquee = await startStandalone(config, { logger, say: (sentence) => say(`  · ${sentence}`) });
  say(welcome(marquee.url, config.isDemo));

  const stopping = new AbortController();
  const reporting = reportPackaging(marquee, say, stopping.signal);
  await stopAsked;
  say("\nStopping. Whatever is being packaged goes on at the next start.");
  stopping.abort();
  await reporting;
  await marquee[Symbol.asyncDispose]();
  say("Stopped.");
  process.exit(0);
} catch (error) {
  process.stderr.write(`${explanation(error)}\n`);
  process.exit(1);
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let hasAsked = false;
    const ask = () => {
      if (hasAsked) process.exit(130); // asked twice: at once
      hasAsked = true;
      resolve();
    };
    process.on("SIGINT", ask);
    process.on("SIGTERM", ask);
  });
}

function welcome(url: string, isDemo: boolean): string {
  const accounts = demo.accounts.map(({ email, note }) => `    ${email.padEnd(24)} ${note}`);
  const password = demo.accounts[0].password;
  return [
    "",
    `Marquee is up at ${url}`,
    "",
    `  Watch       ${url}/`,
    `  Dashboard   ${url}/live      live viewers, for operators`,
    `  Studio      ${url}/studio    imports and their progress, for operators`,
    `  Graph       ${url}/graphql   GraphQL over HTTP and WebSocket`,
    ...(isDemo ? ["", `  Sign in with the password ${password} as`, ...accounts] : []),
    "",
    "  Ctrl-C stops it.",
    "",
  ].join("\n");
}

function explanation(error: unknown): string {
  if (error instanceof InvalidSettings || error instanceof AlreadyRunning) return error.message;
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    return "The port is in use by another program. Choose another one: PORT=4100 npm start";
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
