import { setTimeout as turn } from "node:timers/promises";
import { viewStream } from "@marquee/events";
import { testRedis } from "@marquee/redis/testing";
import { partOf, type ViewEventKind } from "@marquee/view-events";
import { expect, it, vi } from "vitest";
import { followCount } from "../src/domain/live/follow-counts.ts";
import { LEASE_MS } from "../src/domain/live/part-leases.ts";
import { metricsDatabase } from "./metrics-database.ts";
import { type OwnerOnRedis, ownerOnRedis } from "./owner-on-redis.ts";
import { viewEvent } from "./watching.ts";

const PARTS = 16;
const VIEWERS = 2_000;
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 20_000, interval: 20 });

/** Has every viewer report, some 500 a second; when each report was in the log. */
async function reportAll({ eventLog }: OwnerOnRedis, kind: ViewEventKind, sequence: number): Promise<readonly number[]> {
  const doneAtMs: number[] = [];
  for (let viewer = 0; viewer < VIEWERS; viewer += 1) {
    const sessionId = `viewer ${viewer}`;
    const event = viewEvent({ sessionId, startedAtMs: Date.now() - 10_000, elapsedMs: 10_000 + sequence, sequence, kind });
    await eventLog.append(viewStream(partOf(sessionId, PARTS)), [{ key: sessionId, value: event }]);
    doneAtMs.push(performance.now());
    if (viewer % 10 === 9) await turn(15); // the pace of the load, not a wait for a result
  }
  return doneAtMs;
}

// A machine that is busy with something else for a moment tells nothing of the product; one that is late three times in a row does.
it("tells a follower of each of 2,000 viewers who come and go within a second and a half, at most once a second", {
  retry: 2,
}, async () => {
  await using redis = await testRedis();
  await using database = await metricsDatabase(PARTS);
  const options = { redis: redis.options, databaseUrl: database.url, parts: PARTS, ttlMs: LEASE_MS };
  await using alice = await ownerOnRedis(options);
  await using bob = await ownerOnRedis(options);
  await eventually(() => expect([alice, bob].map(({ owner }) => owner.parts().length)).toEqual([PARTS / 2, PARTS / 2]));

  const told: { readonly viewers: number; readonly atMs: number }[] = [];
  const values = followCount(alice.liveCounts, "film");
  const following = (async () => {
    for await (const { count } of values) if ("viewers" in count) told.push({ viewers: count.viewers, atMs: performance.now() });
  })();
  await eventually(() => expect(told.at(-1)?.viewers).toBe(0));

  // The number only rises, then only falls: so the first one that is as high, or as low, is the one that tells of a report.
  const cameAtMs = await reportAll(alice, "STARTED", 1);
  await eventually(() => expect(told.at(-1)?.viewers).toBe(VIEWERS));
  const risen = told.length;
  const wentAtMs = await reportAll(alice, "STOPPED", 2);
  await eventually(() => expect(told.at(-1)?.viewers).toBe(0));
  await values.return?.();
  await following;

  const waitFor = (isTold: (viewers: number) => boolean, among: typeof told, atMs: number) =>
    (among.find(({ viewers }) => isTold(viewers))?.atMs ?? Number.POSITIVE_INFINITY) - atMs;
  const waits = [
    ...cameAtMs.map((atMs, index) => waitFor((viewers) => viewers > index, told, atMs)),
    ...wentAtMs.map((atMs, index) => waitFor((viewers) => viewers < VIEWERS - index, told.slice(risen), atMs)),
  ].sort((a, b) => a - b);
  console.log(
    [0.5, 0.95, 0.99, 1].map((q) => waits[Math.ceil(waits.length * q) - 1]),
    told.length,
  );
  expect(waits[Math.floor(waits.length * 0.99)]).toBeLessThan(1_500);
  const gaps = told.slice(1).map(({ atMs }, index) => atMs - (told[index]?.atMs ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(990);
});
