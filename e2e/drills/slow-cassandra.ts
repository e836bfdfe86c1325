import { Burst } from "@marquee/simulate";
import type { Scene } from "./scene.ts";

const DELAY_MS = 2_000;
const SLOW_SECONDS = 20;
/** Above what can be under way when each answer takes two seconds, and below what the machine takes otherwise. */
const EVENTS_PER_SECOND = 250;
const WARM_UP_SECONDS = 5;
const MOST_MB = 400;
const REFUSED_WITHIN_MS = 1_000;

/** Cassandra answers, but late: what is too much is refused at once, and nothing piles up. */
export async function slowCassandra(scene: Scene): Promise<void> {
  const { cassandraProxy: proxy, services } = scene.stage;
  if (!proxy) throw new Error("there is no proxy before Cassandra");
  const burst = await Burst.prepare(scene.load);
  await burst.closedLoop({ atOnce: 16, seconds: WARM_UP_SECONDS });
  scene.say(`Cassandra's answers take ${DELAY_MS} ms longer, and ${EVENTS_PER_SECOND} events come a second`);
  proxy.delayMs = DELAY_MS;
  const slow = await burst.openLoop({ perSecond: EVENTS_PER_SECOND, seconds: SLOW_SECONDS });
  proxy.delayMs = 0;
  await scene.healed("Cassandra answers at once again");
  await burst.drain();
  scene.facts.slow = slow;
  scene.expect(slow.refusals > 0, "Nothing was refused, so it was not too much.");
  const failures = Object.values(slow.failures).reduce((sum, number) => sum + number, 0);
  scene.expect(failures === 0, `${failures} reports were not answered "try again": ${JSON.stringify(slow.failures)}`);
  scene.expect(slow.slowestRefusalMs <= REFUSED_WITHIN_MS, `A refusal took ${slow.slowestRefusalMs} ms.`);
  for (const service of services) {
    scene.expect(service.maxRssMb() <= MOST_MB, `${service.name} took ${service.maxRssMb()} MB.`);
  }
}
