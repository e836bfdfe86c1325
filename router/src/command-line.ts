import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import type { LocalSubgraph } from "./compose-files.ts";
import { settings } from "./config.ts";

export interface CommandLine {
  readonly asksForHelp: boolean;
  /** What options say in place of variables, by the variables' names. */
  readonly variables: Readonly<Record<string, string>>;
  /** To be composed in place of a supergraph. */
  readonly subgraphs: readonly LocalSubgraph[];
}

/** The command line is not understood; the message says what was expected. */
export class WrongUsage extends Error {
  override readonly name = "WrongUsage";
}

/** Whoever is on the machine sees a command line: a secret is a variable alone. */
const secrets = new Set(["CLAIM_SECRET"]);

const variableOf = new Map(
  Object.keys(settings.shape).flatMap((variable) => (secrets.has(variable) ? [] : [[optionOf(variable), variable]])),
);

const options: ParseArgsOptionsConfig = {
  help: { type: "boolean", short: "h" },
  subgraph: { type: "string", multiple: true },
  listen: { type: "string" },
  ...Object.fromEntries([...variableOf.keys()].map((option) => [option, { type: "string" }])),
};

/**
 * Reads the options of `marquee-router`.
 *
 * @param args without those of Node itself
 * @throws WrongUsage
 */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { help = false, subgraph, listen, ...others } = parsed(args);
  const subgraphs = Array.isArray(subgraph) ? subgraph.map((text) => localSubgraph(String(text))) : [];
  if (subgraphs.length > 0 && others.supergraph !== undefined) throw new WrongUsage("Give --supergraph or --subgraph, not both.");
  const named = Object.entries(others).flatMap(([option, value]) => {
    const variable = variableOf.get(option);
    return variable === undefined ? [] : [[variable, String(value)]];
  });
  const variables = { ...(typeof listen === "string" && addressOf(listen)), ...Object.fromEntries(named) };
  return { asksForHelp: help === true, variables, subgraphs };
}

function parsed(args: readonly string[]): ReturnType<typeof parseArgs>["values"] {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error));
  }
}

/** A URL may have an equals sign of its own: the name ends at the first one, the file begins after the last. */
function localSubgraph(text: string): LocalSubgraph {
  const [, name, url, file] = /^([^=]+)=(https?:\/\/.+)=([^=]+)$/.exec(text) ?? [];
  if (name === undefined || url === undefined || file === undefined) {
    throw new WrongUsage(`--subgraph: expected name=url=FILE, such as books=http://localhost:4001/graphql=books.graphql, got "${text}".`);
  }
  return { name, url, file };
}

function addressOf(listen: string): Readonly<Record<string, string>> {
  const [, ipv6, host, port] = /^(?:\[(.+)\]:|([^:]*):)?(\d+)$/.exec(listen) ?? [];
  if (port === undefined) throw new WrongUsage(`--listen: expected host:port, such as 0.0.0.0:4000, got "${listen}".`);
  const address = ipv6 ?? host;
  return { PORT: port, ...(address && { HOST: address }) };
}

/** What `--help` prints: each option with its variable, its default and its meaning. */
export function usage(): string {
  const rows = Object.entries(settings.shape).map(([variable, type]) => {
    const preset = type.safeParse(undefined).data;
    const text = typeof preset === "object" ? Object.values(preset).join(",") : String(preset ?? "");
    const name = secrets.has(variable) ? variable : `--${optionOf(variable)} (${variable})`;
    return `  ${name}${text && `, ${text} if omitted`}\n      ${type.description}`;
  });
  return `marquee-router: serves a supergraph over HTTP and WebSocket

  marquee-router --supergraph FILE [--listen host:port] [options]
  marquee-router --subgraph name=url=FILE --subgraph name=url=FILE … [options]

  --subgraph name=url=FILE
      a subgraph's name, address and SDL, once for each: composed in place of a supergraph
  --listen host:port
      both of --host and --port
  --help, -h
      this

An option goes before the variable of the environment that is named beside it. Lists are divided by commas or spaces.

${rows.join("\n")}
`;
}

function optionOf(variable: string): string {
  return variable.toLowerCase().replaceAll("_", "-");
}
