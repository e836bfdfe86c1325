import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "graphql-ws";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { closedLoop } from "./closed-loop.ts";
import { type RouterProcess, startRouterProcess } from "./marquee-router.ts";
import { ask, startTestGraph, until } from "./test-graph.ts";

describe("a router that has too much to do", () => {
  it("refuses operations at once, answers probes, and takes operations again when it has time", async () => {
    let busyShare = 1;
    await using graph = await startTestGraph({ limits: { operations: 2 }, deduplicate: false }, () => busyShare);
    const finish: (() => void)[] = [];
    graph.setLoans((_request, response) => {
      finish.push(() => response.setHeader("content-type", "application/json").end('{"data":{"loans":[]}}'));
    });
    const { url } = graph.router;
    await ask(url, { query: "{ echo }" });
    const taken = [ask(url, { query: "{ loans }" }), ask(url, { query: "{ loans }" })];
    await until(() => finish.length === 2, "two operations are in hand");
    await until(async () => (await ask(url, { query: "{ echo }" })).status === 503, "the load lasts");

    const { body, headers } = await ask(url, { query: "{ echo }" });
    expect(body).toEqual({ errors: [{ message: expect.any(String), extensions: { code: "SERVICE_UNAVAILABLE" } }] });
    expect(headers.get("retry-after")).toBe("1");
    const probes = await Promise.all(["/healthz", "/readyz", "/metrics"].map((path) => fetch(new URL(path, url))));
    expect(probes.map(({ status }) => status)).toEqual([200, 200, 200]);
    const counted = await probes[2]?.text();
    expect(counted).toMatch(/^router_operations_in_hand\S* 2$/m);
    expect(counted).toMatch(/^router_operations_refused\S* [1-9]/m);

    const socket = createClient({ url: url.replace("http", "ws"), webSocketImpl: WebSocket, retryAttempts: 0 });
    const told = await new Promise((resolve, reject) => {
      socket.subscribe({ query: "{ echo }" }, { next: reject, error: resolve, complete: () => {} });
    });
    await socket.dispose();
    expect(told).toEqual(body.errors);

    busyShare = 0.5;
    await until(async () => (await ask(url, { query: "{ echo }" })).status === 200, "there is time again");
    for (const end of finish) end();
    expect((await Promise.all(taken)).map(({ status }) => status)).toEqual([200, 200]);
  });

  it.runIf(process.platform === "linux")(
    "answers each of 600 clients that ask without a pause, for no more work than it has with 50",
    async () => {
      await using opened = new AsyncDisposableStack();
      const router = opened.use(await startEcho(opened));
      const load = async (connections: number, seconds: number) => {
        const before = cpuSeconds(router);
        const { statuses, slowestMs } = await closedLoop({
          ...asking(router),
          connections,
          seconds,
          rampSeconds: seconds / 3,
          patienceMs: 1_000,
        });
        return { statuses, slowestMs, perCpuSecond: (statuses.get(200) ?? 0) / (cpuSeconds(router) - before) };
      };
      await load(50, 3); // what is slow the first time
      const few = await load(50, 2);
      const many = await load(600, 3);
      expect([...many.statuses.keys()].filter((status) => status !== 200 && status !== 503)).toEqual([]);
      expect(many.perCpuSecond / few.perCpuSecond, `${many.perCpuSecond} against ${few.perCpuSecond}`).toBeGreaterThan(0.6); // 0.9 and more on a machine that does nothing else
      expect(many.slowestMs).toBeLessThan(10_000); // a second there
    },
  );
});

function asking(router: RouterProcess) {
  return { port: Number(new URL(router.url).port), body: '{"query":"{ echo }"}' };
}

/** `marquee-router` before a subgraph that says the same to everybody. */
async function startEcho(opened: AsyncDisposableStack): Promise<RouterProcess> {
  const folder = await mkdtemp(join(tmpdir(), "router-overload-"));
  opened.defer(() => rm(folder, { recursive: true }));
  const file = join(folder, "echo.graphql");
  await writeFile(file, "type Query { echo: String }");
  const subgraph = createServer((request, response) => {
    request.resume().once("end", () => response.setHeader("content-type", "application/json").end('{"data":{"echo":"hello"}}'));
  });
  await new Promise<void>((resolve) => subgraph.listen(0, "127.0.0.1", resolve));
  opened.defer(() => {
    subgraph.close();
    subgraph.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(subgraph.address() as AddressInfo).port}/graphql`;
  return startRouterProcess(["--subgraph", `echo=${url}=${file}`, "--deduplication", "off"]);
}

/** What a process has used of the processors, on Linux. */
function cpuSeconds({ process: { pid } }: RouterProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
