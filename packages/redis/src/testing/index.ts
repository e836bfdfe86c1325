export { type OwnCluster, startOwnCluster } from "./own-cluster.ts";
export { type OwnRedis, startOwnRedis } from "./own-redis.ts";
export { type TestRedis, testRedis } from "./test-redis.ts";
