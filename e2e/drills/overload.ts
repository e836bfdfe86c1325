import { Burst } from "@marquee/simulate";
import type { Scene } from "./scene.ts";
import { setApart } from "./set-apart.ts";

const REFUSED_WITHIN_MS = 1_000;
const LEAST_SHARE = 0.9;
/** Cassandra compiles itself in its first minute under load: before, it takes less than it could. */
const WARM_UP_SECONDS = 75;
const STRETCH_SECONDS = 15;

/** Finds what the machine takes, then offers twice as much. */
export async function overload(scene: Scene): Promise<void> {
  const { stage, engines } = scene;
  const isEdge = ({ name }: { readonly name: string }) => name === "edge";
  const outside = [process.pid, ...stage.services.filter(isEdge).map(({ pid }) => pid)];
  const inside = [...stage.services.filter((service) => !isEdge(service)), engines.redis, engines.postgres, ...engines.cassandra].map(
    ({ pid }) => pid,
  );
  scene.facts.loadHasItsOwnProcessor = await setApart(outside, inside);
  const burst = await Burst.prepare(scene.load);
  scene.say("Finding what the machine takes");
  await burst.closedLoop({ atOnce: 128, seconds: WARM_UP_SECONDS });
  const stretches = [];
  for (const atOnce of [128, 256]) stretches.push(await burst.closedLoop({ atOnce, seconds: STRETCH_SECONDS }));
  const best = Math.max(...stretches.map(({ acknowledgedPerSecond }) => acknowledgedPerSecond));
  scene.say(`It takes ${best} events/s; offering ${2 * best}`);
  const over = await burst.openLoop({ perSecond: 2 * best, seconds: STRETCH_SECONDS });
  await scene.healed("no more comes than it takes");
  await burst.drain();
  const share = Math.round((100 * over.acknowledgedPerSecond) / best) / 100;
  Object.assign(scene.facts, { bestPerSecond: best, over, throughputShare: share });
  scene.expect(share >= LEAST_SHARE, `Only ${share} of the best throughput was acknowledged under twice the load.`);
  scene.expect(over.slowestRefusalMs <= REFUSED_WITHIN_MS, `A refusal took ${over.slowestRefusalMs} ms.`);
  const { "time-out": timeOuts = 0, "no connection": dropped = 0 } = over.failures;
  scene.expect(timeOuts + dropped === 0, `${timeOuts + dropped} requests got no answer at all.`);
}
