import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type OwnRedis, startOwnRedis } from "./own-redis.ts";

/** A Redis Cluster of a test's own. */
export interface OwnCluster extends AsyncDisposable {
  readonly urls: readonly string[];
  readonly nodes: readonly OwnRedis[];
}

/** Three nodes on loopback that share the slots, without replicas. Resolves when every one of them says that the cluster is complete. */
export async function startOwnCluster(): Promise<OwnCluster> {
  await using opened = new AsyncDisposableStack();
  const nodes: OwnRedis[] = [];
  for (let count = 0; count < 3; count += 1) {
    nodes.push(opened.use(await startOwnRedis("--cluster-enabled", "yes", "--cluster-node-timeout", "2000")));
  }
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
  await cli("--cluster", "create", ...addresses, "--cluster-yes");
  for (const { port } of nodes) await complete(port);
  const all = opened.move();
  return { urls: nodes.map(({ url }) => url), nodes, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** The nodes tell each other by gossip, some after the tool has ended. */
async function complete(port: number): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await cli("-p", String(port), "cluster", "info")).includes("cluster_state:ok")) {
    if (Date.now() > deadline) throw new Error(`the Redis Cluster's node at port ${port} did not get ready within 20 s`);
  }
}

async function cli(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("redis-cli", [...args], { timeout: 30_000 });
  return stdout;
}
