import { type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { CannotStart } from "./cannot-start.ts";
import { type Address, isFreeSoon } from "./probe.ts";
import { isAlive, isGoneWithin, processOf, type RunningProcess, send } from "./running-process.ts";

/** One engine's server on this machine, and its files. */
export interface Engine {
  readonly name: string;
  /** Undefined while it is down. */
  readonly pid: number | undefined;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it, or finds it running; resolves when it answers. */
  start(): Promise<void>;
  /** Deletes its files. @throws while it runs */
  wipe(): Promise<void>;
  /** Ends it cleanly, and resolves when it is gone. @returns false when it was not running */
  stop(): Promise<boolean>;
}

export interface EngineProcess {
  readonly name: string;
  /** Everything it keeps is below; absolute. */
  readonly folder: string;
  /** What it listens on; must be free when it starts. */
  readonly addresses: readonly Address[];
  /** Prepares the folder and says what to run. */
  readonly command: () => Promise<Command>;
  readonly answers: () => Promise<boolean>;
  /** How long it may take until it answers, or until it has ended when asked to. */
  readonly patienceMs: number;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** An engine that is one process of its own session, remembered in a file, so that it outlives whoever started it and is found again. */
export function engineProcess({ name, folder, addresses, command, answers, patienceMs }: EngineProcess): Engine {
  const pidFile = join(folder, "process.json");
  const logFile = join(folder, "output.log");
  const running = () => remembered(pidFile);

  async function launch(): Promise<RunningProcess> {
    for (const address of addresses) {
      if (!(await isFreeSoon(address))) throw new CannotStart(taken(name, address));
    }
    await mkdir(folder, { recursive: true });
    const { file, args } = await command();
    await using log = await open(logFile, "w");
    const options: SpawnOptions = { cwd: folder, detached: true, stdio: ["ignore", log.fd, log.fd] };
    const child = spawn(file, args, options);
    await once(child, "spawn").catch((error: Error) => {
      throw new CannotStart(`${name} cannot start: ${error.message}`, { cause: error });
    });
    child.unref();
    const started = processOf(child.pid ?? 0);
    await writeFile(pidFile, JSON.stringify(started));
    return started;
  }

  return {
    name,
    get pid() {
      return running()?.pid;
    },
    async start() {
      const started = running() ?? (await launch());
      for (const deadline = Date.now() + patienceMs; !(await answers()); await wait(100)) {
        if (!isAlive(started)) throw new CannotStart(`${name} ended while it was starting:\n${await lastLines(logFile)}`);
        if (Date.now() > deadline) throw new CannotStart(`${name} did not answer within ${patienceMs / 1_000} s; its log is ${logFile}`);
      }
    },
    async kill() {
      const found = running();
      if (!found) return;
      send("SIGKILL", found);
      await isGoneWithin(patienceMs, found);
    },
    async stop() {
      const found = running();
      if (!found) return false;
      send("SIGTERM", found);
      if (!(await isGoneWithin(patienceMs, found))) await this.kill();
      await rm(pidFile, { force: true });
      return true;
    },
    async wipe() {
      if (running()) throw new Error(`${name} is running; stop it before its files are deleted`);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What an engine says whose port somebody else has. */
export function taken(name: string, { host, port }: Address): string {
  return `${name} cannot listen on ${host}:${port}: another program does. Stop that one, or choose another port (npm run engines -- --help).`;
}

const rememberedShape = z.object({ pid: z.int().positive(), startedAt: z.string().optional() });

function remembered(pidFile: string): RunningProcess | undefined {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(pidFile, "utf8"));
  } catch {
    return undefined; // never started, or killed while it was written
  }
  const { data } = rememberedShape.safeParse(content);
  return data && isAlive(data) ? data : undefined;
}

async function lastLines(file: string): Promise<string> {
  const content = await readFile(file, "utf8").catch(() => "");
  return content.trimEnd().split("\n").slice(-15).join("\n");
}
