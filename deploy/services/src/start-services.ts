import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { secretsIn } from "@marquee/standalone/secrets";
import { startBalancer } from "./balancer.ts";
import { inherited } from "./config.ts";
import { freePorts, isFree } from "./free-ports.ts";
import { byService, type ServiceName, serviceNames, settingsOf } from "./service-names.ts";
import { type ServiceProcess, SupervisedProcess } from "./service-process.ts";

export interface ServicesOptions {
  /** How the engines are reached: DATABASE_URL, CASSANDRA_CONTACT_POINTS, REDIS_URL and the like. */
  readonly variables: Readonly<Record<string, string>>;
  /** The folder for secrets, media and logs. */
  readonly home: string;
  /** Of the edge; 0 takes a free one. */
  readonly port: number;
  /** The address the edge listens on; 127.0.0.1 unless given. All others stay on it in any case. */
  readonly host?: string | undefined;
  /** How clients reach the edge; `http://localhost` and its port unless given. */
  readonly publicUrl?: string | undefined;
  /** Where not one. */
  readonly copies?: Partial<Record<ServiceName, number>> | undefined;
  /** More variables, or others, for all copies of a service. */
  readonly settings?: Partial<Record<ServiceName, Readonly<Record<string, string>>>> | undefined;
  /** Whether there are demo titles, films and accounts; they are unless said otherwise. */
  readonly isDemo?: boolean | undefined;
  /** Whether a process that dies is started again; also, whether engines that are not there yet are waited for without end. */
  readonly restart: boolean;
  /** Told what is being done, a sentence at a time. */
  readonly say: (sentence: string) => void;
  /** Told of each line that a service prints. */
  readonly onLine?: ((service: string, line: string) => void) | undefined;
}

/** The whole graph as separate processes. Disposing it ends them all, last to first. */
export interface Services extends AsyncDisposable {
  /** Pages, `/graphql` and `/media`: one port. */
  readonly url: string;
  readonly processes: readonly ServiceProcess[];
  /** All that was handed to the services, secrets included. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Somebody else listens where the edge should. */
export class PortInUse extends Error {
  override readonly name = "PortInUse";
}

/**
 * Starts each service as its own process, and resolves when all of them are ready.
 *
 * @throws PortInUse; also when one ends before it is ready, or, unless `restart` is set, is not ready within two minutes; none is left running then
 */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const { home, restart, say } = options;
  await mkdir(join(home, "logs"), { recursive: true });
  const secrets = await secretsIn(home);
  const addresses = await addressesOf(options);
  const publicUrl = options.publicUrl ?? `http://localhost:${addresses.edge.port}`;
  const settings = settingsOf({
    publicUrl,
    origins: byService((name) => `http://127.0.0.1:${addresses[name].port}`),
    secrets,
    mediaDir: resolve(home, "media"),
    isDemo: options.isDemo ?? true,
  });

  await using stack = new AsyncDisposableStack();
  const processes: SupervisedProcess[] = [];
  for (const service of serviceNames) {
    const { port, copyPorts } = addresses[service];
    const isAlone = copyPorts.length === 1;
    const copies = copyPorts.map((copyPort, index) => {
      const label = isAlone ? service : `${service}-${index + 1}`;
      return new SupervisedProcess({
        service,
        copy: index + 1,
        port: copyPort,
        environment: {
          ...inherited(),
          ...options.variables,
          ...settings[service],
          HOST: service === "edge" && isAlone ? (options.host ?? "127.0.0.1") : "127.0.0.1",
          PORT: String(copyPort),
          ...options.settings?.[service],
        },
        restart,
        logFile: join(home, "logs", `${label}.log`),
        onLine: (line) => options.onLine?.(label, line),
      });
    });
    for (const copy of copies) {
      processes.push(stack.use(copy));
      copy.launch();
    }
    if (isAlone) continue;
    const host = service === "edge" ? (options.host ?? "127.0.0.1") : "127.0.0.1";
    stack.use(
      await startBalancer({
        port,
        host,
        copies: copies.map((copy, index) => ({ port: copyPorts[index] ?? 0, health: () => copy.health() })),
      }),
    );
  }
  const killAll = () => {
    for (const { pid } of processes) if (pid !== undefined) process.kill(pid, "SIGKILL");
  };
  process.once("exit", killAll);
  stack.defer(() => void process.off("exit", killAll));

  say(`Starting ${serviceNames.join(", ")}`);
  await allReady(processes, { say, patienceMs: restart ? Number.POSITIVE_INFINITY : 120_000 });
  const running = stack.move();
  return {
    url: publicUrl,
    processes,
    variables: Object.assign({}, options.variables, ...serviceNames.map((name) => settings[name])),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

interface ServiceAddress {
  /** Where the others find it. */
  readonly port: number;
  /** The same, where it has one copy. */
  readonly copyPorts: readonly number[];
}

async function addressesOf({ port, copies = {} }: ServicesOptions): Promise<Record<ServiceName, ServiceAddress>> {
  if (port !== 0 && !(await isFree(port))) throw new PortInUse(`Port ${port} is in use by another program. Choose another one, as PORT.`);
  const numbers = byService((name) => copies[name] ?? 1);
  const ports = [...(await freePorts(serviceNames.length + Object.values(numbers).reduce((sum, number) => sum + number, 0)))];
  const take = () => ports.shift() ?? 0;
  return byService((name) => {
    const own = name === "edge" && port !== 0 ? port : take();
    return { port: own, copyPorts: numbers[name] === 1 ? [own] : Array.from({ length: numbers[name] }, take) };
  });
}

/** How often it is said what is still waited for. */
const SAID_EVERY_MS = 5_000;

async function allReady(
  processes: readonly SupervisedProcess[],
  { say, patienceMs }: { readonly say: (sentence: string) => void; readonly patienceMs: number },
): Promise<void> {
  const startedAt = Date.now();
  let sayAt = startedAt + 2 * SAID_EVERY_MS;
  for (let said = ""; ; await wait(200)) {
    const hopeless = processes.find(({ isHopeless }) => isHopeless);
    if (hopeless) throw new Error(`${hopeless.service} could not start:\n${hopeless.lastLines.join("\n")}`);
    const ready = await Promise.all(processes.map((process) => process.isReady()));
    const waiting = processes.filter((_, index) => !ready[index]);
    if (waiting.length === 0) return;
    if (Date.now() < sayAt) continue;
    sayAt = Date.now() + SAID_EVERY_MS;
    const problems = await Promise.all(waiting.map(async (process) => [process.service, await process.problems()] as const));
    const open = new Set(problems.filter(([, problem]) => problem !== "").map(([service, problem]) => `${service}: ${problem}`));
    const sentence = `Waiting for ${[...open].join("; ")}`;
    if (open.size > 0 && sentence !== said) say(sentence);
    said = sentence;
    if (Date.now() - startedAt > patienceMs) throw new Error(`Not ready within ${patienceMs / 1_000} s. ${sentence}`);
  }
}
