import { createHash } from "node:crypto";
import { ErrorReply } from "redis";
import type { RedisCommands } from "./commands.ts";

export interface ScriptInput {
  /** All keys that the script touches, of one hash tag. */
  readonly keys: string[];
  readonly arguments: string[];
}

/**
 * A Lua script, which happens at once or not at all. It is sent in full only where the server does not know it yet.
 *
 * @returns what runs it and resolves to its reply, as Redis converts it: https://redis.io/docs/latest/develop/interact/programmability/lua-api/#data-type-conversion
 */
export function script(lua: string): (client: RedisCommands, input: ScriptInput) => Promise<unknown> {
  const digest = createHash("sha1").update(lua).digest("hex");
  return async (client, input) => {
    try {
      return await client.evalSha(digest, input);
    } catch (error) {
      if (error instanceof ErrorReply && error.message.startsWith("NOSCRIPT")) return client.eval(lua, input);
      throw error;
    }
  };
}
