import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { entries, type ServiceName } from "./service-names.ts";

/** One copy of a service, in a process that may die and be started again. */
export interface ServiceProcess {
  readonly service: ServiceName;
  /** From 1. */
  readonly copy: number;
  /** Undefined while it is down. */
  readonly pid: number | undefined;
  /** This copy's own HTTP, not the address through which the others reach the service. */
  readonly url: string;
  signal(name: NodeJS.Signals): void;
  /** Starts it after it died; resolves when `/readyz` is green. */
  start(): Promise<void>;
  isReady(): Promise<boolean>;
  /** The highest resident memory seen so far, of all its lives; 0 where the system does not tell (it does on Linux). */
  maxRssMb(): number;
}

export interface ProcessOptions {
  readonly service: ServiceName;
  readonly copy: number;
  readonly port: number;
  /** All that the process finds in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether it is started again when it dies. */
  readonly restart: boolean;
  readonly logFile: string;
  /** Told of each line that it prints. */
  readonly onLine: (line: string) => void;
}

const repository = fileURLToPath(new URL("../../..", import.meta.url));

/** Far above what any of them holds: without it, the garbage of a machine with much memory is collected late. */
const HEAP_LIMIT = "--max-old-space-size=256";

const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 20_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** Who lived so long is started again at once. */
const LONG_LIFE_MS = 30_000;

export class SupervisedProcess implements ServiceProcess, AsyncDisposable {
  readonly service: ServiceName;
  readonly copy: number;
  readonly url: string;
  readonly #options: ProcessOptions;
  readonly #log: ReturnType<typeof createWriteStream>;
  readonly #memoryWatch: NodeJS.Timeout;
  readonly #stopping = new AbortController();
  #child: ChildProcess | undefined;
  #isEnding = false;
  #wasReady = false;
  #pauseMs = FIRST_PAUSE_MS;
  #maxRssKb = 0;
  #lastLines: string[] = [];

  constructor(options: ProcessOptions) {
    this.#options = options;
    this.service = options.service;
    this.copy = options.copy;
    this.url = `http://127.0.0.1:${options.port}`;
    this.#log = createWriteStream(options.logFile, { flags: "a" });
    this.#memoryWatch = setInterval(() => this.#lookAtMemory(), 500).unref();
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Ended before it was ready for the first time: its settings are wrong, and starting it again would not help. */
  get isHopeless(): boolean {
    return this.#child === undefined && !this.#wasReady;
  }

  /** What it printed last, for whoever has to say why it ended. */
  get lastLines(): readonly string[] {
    return this.#lastLines;
  }

  signal(name: NodeJS.Signals): void {
    if (name === "SIGKILL" || name === "SIGTERM" || name === "SIGINT") this.#isEnding = true;
    this.#lookAtMemory();
    this.#child?.kill(name);
  }

  launch(): void {
    const child = spawn(process.execPath, [HEAP_LIMIT, "--import", "tsx", entries[this.service]], {
      cwd: repository,
      detached: true, // Ctrl-C reaches the starter alone, which ends the services in their order
      env: this.#options.environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const startedAt = performance.now();
    this.#child = child;
    this.#isEnding = false;
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", (line) => this.#tell(line));
    child.once("error", (error) => this.#tell(error.message));
    child.once("exit", (code, signal) => {
      this.#child = undefined;
      if (!this.#stopping.signal.aborted) this.#tell(`ended ${signal ? `by ${signal}` : `with code ${code}`}`);
      if (this.#options.restart && this.#wasReady) void this.#launchLater(performance.now() - startedAt);
    });
  }

  async start(): Promise<void> {
    if (this.#child && this.#isEnding) await once(this.#child, "exit");
    if (!this.#child) this.launch();
    for (const deadline = Date.now() + READY_WITHIN_MS; !(await this.isReady()); await wait(100)) {
      if (!this.#child) throw new Error(`${this.service} ended while it was starting:\n${this.#lastLines.join("\n")}`);
      if (Date.now() > deadline)
        throw new Error(`${this.service} was not ready within ${READY_WITHIN_MS / 1_000} s: ${await this.problems()}`);
    }
  }

  async isReady(): Promise<boolean> {
    return (await this.health()) === "ready";
  }

  async health(): Promise<"ready" | "up" | "silent"> {
    try {
      const { ok } = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(1_500) });
      this.#wasReady ||= ok;
      return ok ? "ready" : "up";
    } catch {
      return "silent";
    }
  }

  /** What it says it is waiting for. */
  async problems(): Promise<string> {
    try {
      const response = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(1_500) });
      const answer: unknown = await response.json();
      const problems = typeof answer === "object" && answer !== null && "problems" in answer ? answer.problems : undefined;
      return Array.isArray(problems) ? problems.join(" ") : "";
    } catch {
      return "it does not answer yet";
    }
  }

  maxRssMb(): number {
    this.#lookAtMemory();
    return Math.round(this.#maxRssKb / 1_024);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    clearInterval(this.#memoryWatch);
    const child = this.#child;
    if (child) {
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      child.kill("SIGCONT"); // one that was stopped would not hear it
      const killing = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
      await exited;
      clearTimeout(killing);
    }
    this.#log.end();
  }

  async #launchLater(livedMs: number): Promise<void> {
    this.#pauseMs = livedMs > LONG_LIFE_MS ? FIRST_PAUSE_MS : Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    await wait(this.#pauseMs, undefined, { signal: this.#stopping.signal }).catch(() => {});
    if (!this.#stopping.signal.aborted && !this.#child) this.launch();
  }

  #tell(line: string): void {
    this.#lastLines = [...this.#lastLines, line].slice(-20);
    this.#log.write(`${line}\n`);
    this.#options.onLine(line);
  }

  /** The system keeps the highest figure by itself, for as long as the process lives. */
  #lookAtMemory(): void {
    if (this.pid === undefined) return;
    try {
      const [, kb] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${this.pid}/status`, "utf8")) ?? [];
      this.#maxRssKb = Math.max(this.#maxRssKb, Number(kb ?? 0));
    } catch {
      // it ended just now, or this is not Linux
    }
  }
}
