import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("..", import.meta.url));

export interface MarqueeProcess extends AsyncDisposable {
  readonly url: string;
  /** Undefined while it is down. */
  readonly pid: number | undefined;
  /** What it printed so far. */
  readonly output: () => string;
  /** Ends it without a chance to say goodbye. */
  kill(): Promise<void>;
  /** Starts it again on the same home and port, and returns when it is up. */
  start(): Promise<void>;
  /** Asks it to stop, as Ctrl-C does; resolves with its exit code. */
  stop(): Promise<number | null>;
}

/** Marquee as `npm start` runs it, in a process that can be killed. Disposing it stops it. */
export async function startProcess(home: string, environment: NodeJS.ProcessEnv = {}): Promise<MarqueeProcess> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  let child: ChildProcess | undefined;
  let output = "";

  const end = async (signal: NodeJS.Signals) => {
    const ending = child;
    child = undefined;
    if (!ending || ending.exitCode !== null) return ending?.exitCode ?? null;
    const exited = once(ending, "exit");
    ending.kill(signal);
    const [code] = await exited;
    return typeof code === "number" ? code : null;
  };
  const marquee: MarqueeProcess = {
    url,
    get pid() {
      return child?.pid;
    },
    output: () => output,
    kill: async () => void (await end("SIGKILL")),
    stop: () => end("SIGINT"),
    async start() {
      output = "";
      child = spawn(process.execPath, ["--import", "tsx", "standalone/src/main.ts"], {
        cwd: repository,
        detached: true, // Ctrl-C reaches whoever started it, who stops it
        env: { ...process.env, DEMO_FILMS: "false", ...environment, MARQUEE_HOME: home, PORT: String(port) },
        stdio: ["ignore", "pipe", "pipe"],
      });
      for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
      for (const deadline = Date.now() + 60_000; !output.includes("Marquee is up at"); await setTimeout(100)) {
        if (child?.exitCode !== null) throw new Error(`Marquee ended: ${output}`);
        if (Date.now() > deadline) throw new Error(`Marquee is not up: ${output}`);
      }
    },
    async [Symbol.asyncDispose]() {
      await marquee.stop();
      process.off("exit", stopToo);
    },
  };
  const stopToo = () => void child?.kill("SIGINT"); // whoever started it ends in a way that disposes nothing
  process.once("exit", stopToo);
  await marquee.start();
  return marquee;
}

/** How to reach the PostgreSQL of a Marquee that runs on this home. */
export async function embeddedDatabaseUrl(home: string): Promise<string> {
  const password = await readFile(join(home, "postgres/password"), "utf8");
  const port = (await readFile(join(home, "postgres/data/postmaster.pid"), "utf8")).split("\n")[3];
  return `postgresql://marquee:${password}@127.0.0.1:${port}/marquee`;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (!address || typeof address === "string") throw new Error("no free port");
  return address.port;
}
