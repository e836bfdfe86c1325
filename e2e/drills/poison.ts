import { redisEventLog } from "@marquee/event-log/redis";
import { viewStream } from "@marquee/events";
import { openRedis } from "@marquee/redis";
import { importTitles } from "@marquee/simulate";
import { pino } from "pino";
import { expectLive } from "./live-count.ts";
import type { Scene } from "./scene.ts";

const PARTS = 16;
const streams = ["catalog", "packager", "users", ...Array.from({ length: PARTS }, (_, part) => viewStream(part))];
/** Nothing that any producer would write: no event, an event of another shape, no JSON at all, no fields that are known. */
const unreadable = [
  { hello: "consumer" },
  { specversion: "1.0", id: "x", source: "/drill", type: "marquee.drill.v1", subject: "x" },
  null,
  7,
];

/** Puts entries on every stream that nobody can read, as a producer would, and as somebody at Redis' own prompt would. */
export async function poison(scene: Scene): Promise<void> {
  const logger = pino({ level: "silent" });
  const url = scene.engines.variables.REDIS_URL ?? "";
  await using redis = await openRedis({ urls: [url], prefix: "marquee" }, logger);
  await using log = redisEventLog(redis, logger);
  scene.say(`Poisoning ${streams.length} streams`);
  for (const stream of streams) {
    await log.append(
      stream,
      unreadable.map((value) => ({ key: "poison", value })),
    );
    await redis.client.xAdd(redis.key(stream), "*", { garbage: "\u0000{" });
  }
  await scene.healed("nothing; what comes after the poison must be worked on", async () => {
    const { graph, operator } = scene.load;
    scene.facts.importedAfter = (await importTitles(graph, operator)).length; // packager's stream, read by catalog, and catalog's by packager
  });
  await expectLive(scene, 30);
  const setAside = await log.countSetAside();
  scene.facts.setAside = setAside;
  scene.expect(setAside > 0, "No entry was set aside.");
}
