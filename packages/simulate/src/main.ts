import { parseArgs } from "node:util";
import { z } from "zod";
import { type Simulated, watch } from "./simulate.ts";

const usage = `npm run simulate -- [--viewers 200] [--seconds 60] [--url http://localhost:4000] [--json]
                    [--title-ids ID,ID…] [--operator-email carol@marquee.example] [--operator-password …]

Simulated devices against a running Marquee, then what it counted beside what they did. They watch titles of their own, which are
imported first, so that nobody else is counted; or those with the ids given.`;

const whole = z.coerce.number().int().min(1);
const optionsShape = z.object({
  viewers: whole.max(5_000),
  seconds: whole.max(86_400),
  url: z.url(),
  json: z.boolean(),
  help: z.boolean(),
  "title-ids": z.string().optional(),
  "operator-email": z.string(),
  "operator-password": z.string(),
});

process.exitCode = await main();

async function main(): Promise<number> {
  const parsed = optionsShape.safeParse(argumentsGiven());
  if (!parsed.success || parsed.data.help) {
    process.stderr.write(`${usage}\n${parsed.success ? "" : `\n${z.prettifyError(parsed.error)}\n`}`);
    return parsed.success ? 0 : 2;
  }
  const { viewers, seconds, url, json, "operator-email": email, "title-ids": ids, "operator-password": password } = parsed.data;
  const stopping = new AbortController();
  process.once("SIGINT", () => stopping.abort(new Error("stopped")));

  try {
    const progress = (line: string) => process.stderr.write(`${line}\n`);
    const titleIds = ids?.split(",").map((id) => id.trim());
    const run = await watch({ url, viewers, seconds, titleIds, operator: { email, password }, progress, signal: stopping.signal });
    const result = await run.compare();
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${inWords(result)}\n`);
    return result.equal && result.acknowledged === result.sent ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

function argumentsGiven(): unknown {
  try {
    return parseArgs({
      options: {
        viewers: { type: "string", default: "200" },
        seconds: { type: "string", default: "60" },
        url: { type: "string", default: "http://localhost:4000" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
        "title-ids": { type: "string" },
        "operator-email": { type: "string", default: "carol@marquee.example" },
        "operator-password": { type: "string", default: "marquee-demo" },
      },
    }).values;
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
}

function inWords({ ledger, reported, sent, acknowledged, duplicates, refused, equal, differences }: Simulated): string {
  const row = (name: string, own: number, told: number) => `  ${name.padEnd(14)}${String(own).padStart(10)}${String(told).padStart(10)}`;
  return [
    `${acknowledged} of ${sent} events acknowledged, ${refused} refused, ${duplicates} sent twice.`,
    `  ${"".padEnd(14)}${"ledger".padStart(10)}${"reported".padStart(10)}`,
    row("attempts", ledger.attempts, reported.attempts),
    row("plays", ledger.plays, reported.plays),
    row("views", ledger.views, reported.views),
    row("watch seconds", ledger.watchSeconds, reported.watchSeconds),
    equal ? "Every title and minute is equal." : `Not equal: ${JSON.stringify(differences)}`,
  ].join("\n");
}
