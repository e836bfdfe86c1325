import type { ServiceName } from "@marquee/services";
import type { Availability, Habits, Mischief } from "@marquee/simulate";
import { expectLive } from "./live-count.ts";
import { overload } from "./overload.ts";
import { poison } from "./poison.ts";
import type { Scene } from "./scene.ts";
import { slowCassandra } from "./slow-cassandra.ts";
import type { StageOptions } from "./stage.ts";
import { stallMetrics } from "./stall-metrics.ts";

export interface Drill {
  /** What is damaged, and what must hold beside what every drill holds. */
  readonly about: string;
  /** Whether it also runs on the one process of `npm start`. */
  readonly runsEmbedded?: boolean;
  readonly stage?: Omit<StageOptions, "say">;
  /** How the load misbehaves. The second is the short form's, where it differs. */
  readonly mischief?: (isShort: boolean) => Partial<Mischief>;
  readonly settings?: (isShort: boolean) => Readonly<Record<string, string>>;
  readonly habits?: readonly Habits[];
  /** Under load; resolves when everything is healed. */
  readonly damage: (scene: Scene) => Promise<void>;
}

const DOWN_SECONDS = 10;
/** Before nodes are killed that nobody may miss. */
const CALM_SECONDS = 10;
const LONGEST_WAIT_FOR_CALM_SECONDS = 120;
const HOUR_MS = 3_600_000;

/** Every drill, by its name. */
export const drills: Readonly<Record<string, Drill>> = {
  "kill-metrics": killOne("metrics"),
  "kill-watch-history": killOne("watch-history"),
  "kill-packager": killOne("packager"),
  "kill-catalog": killOne("catalog"),
  "kill-router": killOne("router"),
  "kill-all": {
    about: "SIGKILL of every service at once, or of the one process; all are started again at once",
    runsEmbedded: true,
    async damage(scene) {
      const { services } = scene.stage;
      scene.say("Killing everything that serves");
      await Promise.all(services.map((service) => service.kill()));
      await scene.healed("everything is started again", async () => void (await Promise.all(services.map((service) => service.start()))));
      await expectLive(scene, 60); // every device has reported again by then
    },
  },
  "stall-metrics": {
    about: "SIGSTOP of one of two metrics processes until past its leases, then SIGCONT; the other must count live viewers meanwhile",
    stage: { copies: { metrics: 2 } },
    damage: stallMetrics,
  },
  "two-of-each": {
    about: "two of every service, one of each killed in turn and started again after 5 s",
    stage: { copies: { users: 2, catalog: 2, packager: 2, "watch-history": 2, metrics: 2, router: 2, edge: 2 } },
    async damage(scene) {
      for (const service of scene.stage.services.filter(({ copy }) => copy === 1)) {
        scene.say(`Killing ${service.name}-1`);
        await service.kill();
        await scene.wait(5);
        await scene.healed(`${service.name}-1 is started again`, () => service.start());
      }
    },
  },
  "lose-redis": {
    about: "SIGKILL of Redis and its files deleted; it comes back empty after 10 s",
    async damage(scene) {
      const { redis } = scene.engines;
      scene.say("Killing Redis and deleting its files");
      await redis.kill();
      await redis.wipe();
      await scene.wait(DOWN_SECONDS);
      await redis.start();
      await scene.healed("an empty Redis answers");
      await expectLive(scene, 60); // every device has reported again by then
    },
  },
  "kill-postgres": {
    about: "SIGKILL of PostgreSQL, started again after 10 s",
    async damage(scene) {
      const { postgres } = scene.engines;
      scene.say("Killing PostgreSQL");
      await postgres.kill();
      await scene.wait(DOWN_SECONDS);
      await postgres.start();
      await scene.healed("PostgreSQL answers again");
    },
  },
  "kill-cassandra": {
    about: "SIGKILL of the only Cassandra node, started again after 10 s; devices are told to try again",
    async damage(scene) {
      const [node] = scene.engines.cassandra;
      if (!node) throw new Error("there is no node");
      scene.say("Killing Cassandra");
      await node.kill();
      await scene.wait(DOWN_SECONDS);
      scene.expect(scene.load.availability.refusals > 0, "No device was told to try again while Cassandra was down.");
      await node.start();
      await scene.healed("Cassandra answers again");
    },
  },
  "cassandra-node-loss": {
    about: "one of three Cassandra nodes killed at replication factor 3, then all three one after the other; no client may see a failure",
    stage: { cassandraNodes: 3 },
    async damage(scene) {
      const [first, second, third] = scene.engines.cassandra;
      const { availability } = scene.load;
      await untilCalm(scene);
      const before = failuresOf(availability);
      for (const node of [second, first, second, third]) {
        if (!node) throw new Error("there are no three nodes");
        scene.say(`Killing ${node.name}`);
        await node.kill();
        await scene.wait(DOWN_SECONDS);
        await node.start();
        await scene.healed(`${node.name} answers again`);
        await scene.wait(DOWN_SECONDS); // until the others have heard of it
      }
      const seen = failuresOf(availability) - before;
      scene.expect(seen === 0, `Clients saw ${seen} refusals, failures or seconds without an acknowledgement.`);
    },
  },
  "slow-cassandra": {
    about: "Cassandra's answers delayed by 2 s for 20 s; no service above 400 MB, and what is too much refused within 1 s",
    stage: { hasCassandraProxy: true },
    damage: slowCassandra,
  },
  "duplicate-reorder": {
    about:
      "every event sent twice, a tenth after its window closed and out of order, a tenth with other content once it was acknowledged, " +
      "some past the limit, which are refused",
    runsEmbedded: true,
    mischief: (isShort) => ({
      duplicates: 1,
      late: 0.1,
      lateMs: isShort ? { least: 72_000, most: 85_000 } : { least: 72_000, most: 150_000 },
      changed: 0.1,
      tooLate: 0.03,
      tooLateMs: lateLimitSeconds(isShort) * 1_000 + 2_000,
    }),
    settings: (isShort) => ({ LATE_LIMIT_HOURS: String(lateLimitSeconds(isShort) / 3_600) }),
    damage: async (scene) => scene.wait(5),
  },
  "clock-skew": {
    about: "devices whose clocks are an hour off either way, half of them reporting by CMCD; nothing may be refused",
    runsEmbedded: true,
    habits: [
      { reporting: "GRAPH", clockAheadMs: HOUR_MS },
      { reporting: "CMCD", clockAheadMs: HOUR_MS },
      { reporting: "GRAPH", clockAheadMs: -HOUR_MS },
      { reporting: "CMCD", clockAheadMs: -HOUR_MS },
    ],
    async damage(scene) {
      await scene.wait(5);
      scene.expect(scene.load.availability.refusals === 0, "An event was refused.");
    },
  },
  poison: {
    about: "entries that no consumer can read, on every stream of the log; what comes after them is still worked on",
    damage: poison,
  },
  overload: {
    about: "twice the events that the machine takes; at least 90 % of its best throughput goes on, and the rest is refused within 1 s",
    damage: overload,
  },
};

/** All that a client may have noticed. */
function failuresOf({ refusals, failures, unavailableSeconds }: Availability): number {
  return refusals + unavailableSeconds + [...failures.values()].reduce((sum, number) => sum + number, 0);
}

/** Until no device was told to try again for a while: Cassandras that have just started compile themselves, and a small machine has no processor left then. */
async function untilCalm(scene: Scene): Promise<void> {
  const { availability } = scene.load;
  let before = failuresOf(availability);
  let calmSeconds = 0;
  for (let waited = 0; calmSeconds < CALM_SECONDS && waited < LONGEST_WAIT_FOR_CALM_SECONDS; waited += 1) {
    await scene.wait(1);
    const now = failuresOf(availability);
    calmSeconds = now === before ? calmSeconds + 1 : 0;
    before = now;
  }
}

/** How old an event may be in `duplicate-reorder`. */
function lateLimitSeconds(isShort: boolean): number {
  return isShort ? 100 : 180;
}

function killOne(name: ServiceName): Drill {
  return {
    about: `SIGKILL of ${name}, started again after 10 s`,
    async damage(scene) {
      const service = scene.service(name);
      scene.say(`Killing ${name}`);
      await service.kill();
      await scene.wait(DOWN_SECONDS);
      await scene.healed(`${name} is started again`, () => service.start());
      await expectLive(scene, 30);
    },
  };
}
