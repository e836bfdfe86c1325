import type { RedisOptions } from "./settings.ts";

/** Where Redis is, for messages: hosts and ports, without users and passwords. */
export function hostsOf({ urls }: RedisOptions): string {
  return urls
    .map((url) => new URL(url))
    .map(({ hostname, port }) => `${hostname}:${port || 6379}`)
    .join(", ");
}
