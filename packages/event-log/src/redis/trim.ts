import type { Redis } from "@marquee/redis";
import { isBehind } from "./entry.ts";

/** Drops what every group of a stream has acknowledged, roughly: Redis drops whole blocks of a hundred or so. */
export async function trimBelowSlowest({ client }: Redis, key: string): Promise<void> {
  const groups = await client.xInfoGroups(key);
  const positions = await Promise.all(
    groups.map(async ({ name, "last-delivered-id": delivered, pending }) => {
      const oldest = pending > 0 ? (await client.xPending(key, name)).firstId : null;
      return oldest ?? delivered;
    }),
  );
  const slowest = positions.reduce((slow, position) => (isBehind(slow, position) ? position : slow), positions[0] ?? "0-0");
  await client.xTrim(key, "MINID", slowest, { strategyModifier: "~" });
}
