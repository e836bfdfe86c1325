import type { Redis } from "@marquee/redis";
import type { SetAside, SetAsideOf } from "../event-log.ts";
import { entryOf, type RawEntry } from "./entry.ts";

const MOST_SET_ASIDE = 10_000;
const LONGEST_REASON = 2_000;

export interface Aside {
  put(message: SetAside): Promise<void>;
  list(of: SetAsideOf): Promise<readonly SetAside[]>;
  /** Has each message that was set aside handled, and forgets it then; the oldest first. A crash half-way handles one of them twice. */
  take(of: SetAsideOf, handle: (message: SetAside) => Promise<void>): Promise<number>;
}

/** One stream for what all groups have given up, so that it can be listed without knowing them. */
export function asideOf(redis: Redis): Aside {
  const key = redis.key("log", "set-aside");
  const all = async (of: SetAsideOf) => {
    const found: readonly RawEntry[] = (await redis.client.xRange(key, "-", "+")) ?? [];
    return found.map((raw) => ({ id: raw.id, message: messageOf(raw) })).filter(({ message }) => isOf(message, of));
  };
  return {
    async put({ stream, group, entry, reason, setAsideAtMs }) {
      const fields = {
        stream,
        group,
        key: entry.key,
        value: JSON.stringify(entry.value ?? null),
        position: entry.position,
        reason: reason.slice(0, LONGEST_REASON),
        at: String(setAsideAtMs),
      };
      await redis.client.xAdd(key, "*", fields, { TRIM: { strategy: "MAXLEN", strategyModifier: "~", threshold: MOST_SET_ASIDE } });
    },
    list: async (of) => (await all(of)).map(({ message }) => message),
    async take(of, handle) {
      const found = await all(of);
      for (const { id, message } of found) {
        await handle(message);
        await redis.client.xDel(key, id);
      }
      return found.length;
    },
  };
}

function messageOf({ id, message }: RawEntry): SetAside {
  const { stream = "", group = "", reason = "", position = id, at } = message;
  return { stream, group, entry: entryOf({ id: position, message }), reason, setAsideAtMs: Number(at) };
}

function isOf({ stream, group }: SetAside, of: SetAsideOf): boolean {
  return (of.stream ?? stream) === stream && (of.group ?? group) === group;
}
