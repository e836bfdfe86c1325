import { EngineProblem } from "@marquee/settings";
import { ErrorReply } from "redis";
import type { NodeClient } from "./commands.ts";
import type { Connection } from "./connection.ts";
import { hostsOf } from "./hosts.ts";
import { RedisUnreachable, reasonOf } from "./opened.ts";
import type { RedisOptions } from "./settings.ts";

const VARIABLE = "REDIS_URL";

export type Info = Readonly<Record<string, string>>;

/** What a node tells of itself. `INFO` is allowed where `CONFIG` is not, as at most providers. Source: https://redis.io/docs/latest/commands/info/ */
export async function infoOf(node: NodeClient): Promise<Info> {
  const text = await node.info();
  return Object.fromEntries(
    text
      .split("\r\n")
      .filter((line) => line.includes(":"))
      .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]),
  );
}

/** Why the first connection failed. */
export function whyUnreachable(options: RedisOptions, error: unknown): EngineProblem {
  const found = error instanceof ErrorReply ? `it answered "${codeOf(error)}": ${meaningOf(error)}` : reachFailure(options, error);
  return new EngineProblem(VARIABLE, `a Redis at ${hostsOf(options)}`, found, { cause: error });
}

/** All that keeps this Redis from being used now; empty when nothing does. Never rejects. */
export async function problemsOf(options: RedisOptions, connection: Connection): Promise<readonly EngineProblem[]> {
  try {
    const infos = await connection.eachNode(infoOf);
    const wrong = infos.flatMap((info) => wrongInfo(options, info));
    if (wrong.length > 0) return wrong;
    await connection.client.set(`${options.prefix}:written-to-see-whether-it-can-be`, "1", { expiration: { type: "PX", value: 1_000 } });
    return [];
  } catch (error) {
    if (!(error instanceof ErrorReply)) return [whyUnreachable(options, error)];
    const expected = `a Redis at ${hostsOf(options)} that takes writes`;
    return [new EngineProblem(VARIABLE, expected, `it answered "${codeOf(error)}": ${meaningOf(error)}`, { cause: error })];
  }
}

function wrongInfo(options: RedisOptions, info: Info): readonly EngineProblem[] {
  const { redis_version: version = "", role, maxmemory_policy: policy, aof_last_write_status: written = "ok", loading } = info;
  const wrong: (readonly [expected: string, found: string])[] = [];
  if (Number.parseInt(version, 10) < 7) wrong.push(["of version 7 or later", `its version is ${version}`]);
  if (loading === "1") wrong.push(["that is ready", "it is still loading its data"]);
  if (role === "slave") wrong.push(["that takes writes", "it is a read-only replica"]);
  if (policy !== "noeviction") wrong.push(["with maxmemory-policy noeviction", `it is ${policy}: it would drop events when it is full`]);
  if (written !== "ok") wrong.push(["that keeps what it is given", "it could not write to its append-only file: its disk may be full"]);
  return wrong.map(([expected, found]) => new EngineProblem(VARIABLE, `a Redis at ${hostsOf(options)} ${expected}`, found));
}

function codeOf({ message }: ErrorReply): string {
  return message.split(" ")[0] ?? message;
}

/** Source: the error codes in https://github.com/redis/redis/blob/7.0/src/server.c (createSharedObjects). */
function meaningOf(error: ErrorReply): string {
  switch (codeOf(error)) {
    case "WRONGPASS":
      return "the user or the password is wrong";
    case "NOAUTH":
      return "it wants a password, and the URL has none";
    case "NOPERM":
      return "the user may not do that";
    case "READONLY":
      return "it is a read-only replica";
    case "MISCONF":
      return "it cannot keep what it is given; its disk may be full";
    case "NOREPLICAS":
      return "fewer replicas are in touch with it than it requires (min-replicas-to-write)";
    case "OOM":
      return "its memory is full (maxmemory)";
    case "LOADING":
      return "it is still loading its data";
    case "CLUSTERDOWN":
      return "the cluster is not complete";
    case "MASTERDOWN":
      return "it is a replica that has lost its master";
    default:
      return error.message;
  }
}

function reachFailure(options: RedisOptions, error: unknown): string {
  if (error instanceof RedisUnreachable) return error.message.replace(`Redis at ${hostsOf(options)}`, "it");
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ECONNREFUSED":
      return "the connection was refused";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "the host was not found";
    default:
      return `it could not be reached: ${reasonOf(error)}`;
  }
}
