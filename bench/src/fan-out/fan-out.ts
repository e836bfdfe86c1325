import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { answering } from "../answering.ts";
import { cpuSeconds } from "../cpu-seconds.ts";
import { freePort } from "../free-port.ts";
import type { Bench } from "../main.ts";
import { PinnedProcess } from "../pinned-process.ts";
import type { FromClients } from "./subscribe-clients.ts";
import { supergraphSdl, TICKS_PER_SECOND } from "./ticks.ts";

interface FanOutRun {
  readonly system: "ours" | "raw ws";
  readonly clients: number;
  /** Share of the ticks that reached each client, 1 being all. */
  readonly delivered: number;
  /** Null where nothing was delivered. */
  readonly p50LatenessMs: number | null;
  readonly p99LatenessMs: number | null;
  /** Of the process that sends them. */
  readonly cpuMicrosecondsPerMessage: number | null;
  readonly rssMb: number;
  /** How much of their core the clients and the subgraphs took together, 1 being all of it. */
  readonly loadCore: number;
  /** Why the run does not count. */
  readonly void?: string;
}

interface FanOutFigures {
  readonly ticksPerSecond: number;
  readonly runs: readonly FanOutRun[];
  /** Our CPU for a message to that of raw `ws`. */
  readonly ratios: readonly { readonly clients: number; readonly cpu: number }[];
}

const LOAD_CORE = 0;
const SERVER_CORE = 1;
const LOAD_CORE_AT_MOST = 0.8;
const WARM_UP_SECONDS = 3;

const list = z.string().transform((text) => text.split(",").map(Number));

const shape = z.object({
  seconds: z.coerce.number().int().min(1).max(600).default(10),
  clients: list.pipe(z.array(z.number().int().min(1).max(9_000))).default([100, 500, 2_000]),
});

/** Ticks to many WebSocket clients: through our router, with a field of another subgraph in each, and by `ws` alone with the same messages. */
export const fanOut: Bench = {
  usage: "[--seconds 10] [--clients 100,500,2000]",
  options: { clients: { type: "string" } },
  run: async ({ values, say }) => ({ figures: await measureAll(shape.parse(values), say) }),
};

async function measureAll({ seconds, clients: counts }: z.infer<typeof shape>, say: (sentence: string) => void): Promise<FanOutFigures> {
  await using opened = new AsyncDisposableStack();
  const home = await mkdtemp(join(tmpdir(), "marquee-bench-"));
  opened.defer(() => rm(home, { recursive: true, force: true }));
  const beside = opened.use(started("serve-ticks", LOAD_CORE, home));
  const clients = opened.use(started("subscribe-clients", LOAD_CORE, home));
  const raw = opened.use(started("raw-sockets", SERVER_CORE, home));
  const [{ urls }, { port: rawPort }] = await Promise.all([
    beside.ask<{ readonly kind: "ready"; readonly urls: { readonly ticker: string; readonly items: string } }>(undefined, "ready"),
    raw.ask<{ readonly kind: "ready"; readonly port: number }>(undefined, "ready"),
  ]);
  const supergraph = join(home, "supergraph.graphql");
  await writeFile(supergraph, supergraphSdl(urls));
  const port = await freePort();
  const ours = opened.use(router(supergraph, port, home));
  await Promise.race([answering(port, "{ __typename }"), ours.ended]);

  const runs: FanOutRun[] = [];
  for (const count of counts) {
    for (const [system, server, at] of [["ours", ours, port] as const, ["raw ws", raw, rawPort] as const]) {
      const run = await measure({ system, server, port: at, clients, beside, count, seconds });
      say(
        `${system}, ${count} clients: ${run.delivered} delivered, p99 ${run.p99LatenessMs} ms late, ${run.cpuMicrosecondsPerMessage} µs a message, ` +
          `load's core ${run.loadCore}${run.void === undefined ? "" : ` VOID: ${run.void}`}`,
      );
      runs.push(run);
    }
  }
  return { ticksPerSecond: TICKS_PER_SECOND, runs, ratios: ratiosOf(runs) };
}

function started(name: string, core: number, logs: string): PinnedProcess {
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  return new PinnedProcess({ name, core, command: [process.execPath, "--import", "tsx", file], logs });
}

function router(supergraph: string, port: number, logs: string): PinnedProcess {
  const file = fileURLToPath(new URL("../../../router/src/main.ts", import.meta.url));
  return new PinnedProcess({
    name: "router",
    core: SERVER_CORE,
    command: [process.execPath, "--import", "tsx", file],
    env: {
      SUPERGRAPH: supergraph,
      PORT: String(port),
      HOST: "127.0.0.1",
      LOG_LEVEL: "error",
      CLAIM_SECRET: "a secret of the bench's own, for nobody else",
    },
    logs,
  });
}

interface Measuring {
  readonly system: FanOutRun["system"];
  readonly server: PinnedProcess;
  readonly port: number;
  readonly clients: PinnedProcess;
  readonly beside: PinnedProcess;
  readonly count: number;
  readonly seconds: number;
}

async function measure({ system, server, port, clients, beside, count, seconds }: Measuring): Promise<FanOutRun> {
  const snapshot = () => ({ at: performance.now(), server: server.cpuSeconds, load: cpuSeconds([clients.pid, beside.pid]) });
  const done = clients.ask<FromClients & { readonly kind: "done" }>(undefined, "done");
  const stopped = clients.ask<FromClients>(undefined, "stopped");
  await clients.ask<FromClients>({ kind: "subscribe", port, clients: count, warmUpSeconds: WARM_UP_SECONDS, seconds }, "measuring");
  const before = snapshot();
  await stopped;
  const after = snapshot();
  const { expected, delivered, lost, p50LatenessMs = null, p99LatenessMs = null } = await done;
  const loadCore = (after.load - before.load) / ((after.at - before.at) / 1_000);
  const reason = lost > 0 ? `${lost} connections ended by themselves` : whyVoid(delivered, loadCore);
  return {
    system,
    clients: count,
    delivered: delivered === 0 ? 0 : rounded(delivered / expected),
    p50LatenessMs,
    p99LatenessMs,
    cpuMicrosecondsPerMessage: delivered === 0 ? null : rounded(((after.server - before.server) / delivered) * 1_000_000),
    rssMb: await server.rssMb(),
    loadCore: rounded(loadCore),
    ...(reason !== undefined && { void: reason }),
  };
}

function whyVoid(delivered: number, loadCore: number): string | undefined {
  if (delivered === 0) return "nothing was delivered";
  return loadCore > LOAD_CORE_AT_MOST ? `the clients and the subgraphs took ${Math.round(loadCore * 100)} % of their core` : undefined;
}

function ratiosOf(runs: readonly FanOutRun[]): FanOutFigures["ratios"] {
  const counted = runs.filter((run) => run.void === undefined);
  return counted
    .filter(({ system }) => system === "ours")
    .flatMap(({ clients, cpuMicrosecondsPerMessage }) => {
      const raw = counted.find((run) => run.system === "raw ws" && run.clients === clients);
      return raw ? [{ clients, cpu: rounded((cpuMicrosecondsPerMessage ?? 0) / (raw.cpuMicrosecondsPerMessage ?? 0)) }] : [];
    });
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
