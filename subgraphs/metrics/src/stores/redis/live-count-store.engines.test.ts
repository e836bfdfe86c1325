import { memoryPubSub } from "@marquee/pubsub";
import { testRedis } from "@marquee/redis/testing";
import { pino } from "pino";
import { liveCountStoreContract } from "../../../tests/live-count-store.contract.ts";
import { redisLiveCountStore } from "./live-count-store.ts";

const logger = pino({ level: "silent" });

liveCountStoreContract("Redis", async () => {
  const { redis, [Symbol.asyncDispose]: dispose } = await testRedis();
  const store = redisLiveCountStore({ redis, pubSub: memoryPubSub(), parts: 3, logger });
  return {
    parts: store.parts,
    changes: store.changes,
    open: (part, epoch) => store.open(part, epoch),
    publish: (counts) => store.publish(counts),
    count: (playableIds) => store.count(playableIds),
    top: (first) => store.top(first),
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]();
      await dispose();
    },
  };
});
