import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { cpuSeconds } from "./cpu-seconds.ts";

export interface PinnedOptions {
  readonly name: string;
  /** The processor that it, and all its threads, run on. */
  readonly core: number;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Where what it writes is kept, to be shown if it ends by itself. */
  readonly logs: string;
}

const STOPPING_MS = 5_000;

/** A process on a processor of its own, which is stopped when it is disposed, and killed when the process that started it dies. */
export class PinnedProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #log: string;
  /** Rejects when the process has ended, with the end of what it wrote. */
  readonly ended: Promise<never>;

  constructor(readonly options: PinnedOptions) {
    const { name, core, command, env, cwd, logs } = options;
    this.#log = join(logs, `${name}.log`);
    const output = openSync(this.#log, "w");
    this.#child = spawn("setpriv", ["--pdeathsig", "KILL", "taskset", "-c", String(core), ...command], {
      env: { ...process.env, NODE_ENV: "production", APOLLO_TELEMETRY_DISABLED: "1", NO_COLOR: "1", ...env },
      stdio: ["ignore", output, output, "ipc"],
      serialization: "advanced",
      cwd,
    });
    this.ended = this.#end();
    this.ended.catch(() => {}); // it may end when nobody waits for it
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** All threads, so far. */
  get cpuSeconds(): number {
    return cpuSeconds([this.pid]);
  }

  async rssMb(): Promise<number> {
    const status = await readFile(`/proc/${this.pid}/status`, "utf8");
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024);
  }

  /** Sends a message, and resolves with the next one that is of this kind. */
  async ask<Message extends { readonly kind: string }>(message: object | undefined, kind: Message["kind"]): Promise<Message> {
    const answer = new Promise<Message>((resolve) => {
      const listen = (said: unknown) => {
        if (!isOfKind<Message>(said, kind)) return;
        this.#child.off("message", listen);
        resolve(said);
      };
      this.#child.on("message", listen);
    });
    if (message) this.tell(message);
    return Promise.race([answer, this.ended]);
  }

  tell(message: object): void {
    this.#child.send(message);
  }

  async #end(): Promise<never> {
    await once(this.#child, "exit");
    const written = await readFile(this.#log, "utf8").catch(() => "");
    throw new Error(`${this.options.name} ended by itself: ${written.slice(-2_000)}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, "exit");
    this.#child.kill();
    await Promise.race([exit, pause(STOPPING_MS, undefined, { ref: false })]);
    this.#child.kill("SIGKILL");
  }
}

/** Both ends of a channel are of one version, so that the kind tells the rest. */
function isOfKind<Message>(said: unknown, kind: string): said is Message {
  return typeof said === "object" && said !== null && "kind" in said && said.kind === kind;
}
