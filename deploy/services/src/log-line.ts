import { serviceNames } from "./service-names.ts";

const colours = [36, 35, 33, 32, 34, 96, 95];

/** What stands before each line of a service, so that several can share a terminal. */
export function logPrefix(service: string, hasColours: boolean): string {
  const prefix = `${service.padEnd(15)} | `;
  const index = serviceNames.findIndex((name) => service.startsWith(name));
  return hasColours ? `\u001b[${colours[index] ?? 37}m${prefix}\u001b[0m` : prefix;
}

/** Names of pino's levels, by their number. */
const levels: Readonly<Record<number, string>> = { 10: "TRACE", 20: "DEBUG", 30: "INFO", 40: "WARN", 50: "ERROR", 60: "FATAL" };

/** A line of a service's log as a person reads it: pino's JSON as a sentence with what belongs to it, everything else as it is. */
export function readableLine(line: string): string {
  const entry = parsed(line);
  if (entry === undefined) return line;
  const { level, time: _time, pid: _pid, hostname: _hostname, name: _name, msg = "", err, ...rest } = entry;
  const details = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : "";
  const stack = typeof err === "object" && err !== null && "stack" in err ? `\n${String(err.stack)}` : "";
  return `${(levels[Number(level)] ?? String(level)).padEnd(5)} ${String(msg)}${details}${stack}`;
}

function parsed(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && "level" in value ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
