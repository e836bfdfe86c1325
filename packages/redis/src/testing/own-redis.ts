import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A Redis of a test's own, to be stopped, killed and wiped. Needs `redis-server` on the `PATH`. */
export interface OwnRedis extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly pid: number | undefined;
  /** Ends it without warning; resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it again, on the same port and files; resolves when it takes connections. */
  start(): Promise<void>;
  /** Deletes its files, while it is down. */
  wipe(): Promise<void>;
}

/** @param settings of redis-server, as on its command line: `--maxmemory-policy allkeys-lru` */
export async function startOwnRedis(...settings: readonly string[]): Promise<OwnRedis> {
  const directory = await mkdtemp(join(tmpdir(), "marquee-redis-"));
  const port = await freePort();
  const own = ["--port", String(port), "--bind", "127.0.0.1", "--dir", directory, "--save", "", "--appendonly", "yes"];
  let server: ChildProcess | undefined;

  const start = async () => {
    server = spawn("redis-server", [...own, ...settings], { stdio: ["ignore", "pipe", "inherit"] });
    await ready(server);
  };
  const kill = async () => {
    const running = server;
    server = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, "exit");
    running.kill("SIGKILL");
    await gone;
  };
  const wipe = async () => {
    for (const name of ["appendonlydir", "dump.rdb"]) await rm(join(directory, name), { recursive: true, force: true });
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    get pid() {
      return server?.pid;
    },
    kill,
    start,
    wipe,
    async [Symbol.asyncDispose]() {
      await kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Redis says so in its log. Rejects when it ends before, with what it said. */
async function ready(server: ChildProcess): Promise<void> {
  const { stdout } = server;
  if (!stdout) throw new Error("redis-server has no output");
  const said: string[] = [];
  const failed = once(server, "error").then(([error]) => Promise.reject(error));
  failed.catch(() => {});
  const listening = (async () => {
    for await (const line of createInterface({ input: stdout })) {
      said.push(line);
      if (line.includes("Ready to accept connections")) return;
    }
    throw new Error(`redis-server ended:\n${said.join("\n")}`);
  })();
  await Promise.race([listening, failed]);
  stdout.resume(); // what it says later must not fill the pipe
}

/** A port that nobody listens on, with room for the cluster's own port 10,000 above it. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  const port = typeof address === "object" && address ? address.port : 0;
  return port + 10_000 <= 65_535 ? port : freePort();
}
