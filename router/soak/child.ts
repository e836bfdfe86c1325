import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { z } from "zod";

/** How long a child may take to start, or to answer. */
const PATIENCE_MS = 30_000;

/** A process of this soak: it says one thing when it is up, and one thing whenever it is asked. */
export class Child implements AsyncDisposable {
  private constructor(
    readonly file: string,
    readonly process: ChildProcess,
    readonly exited: Promise<unknown>,
  ) {}

  /**
   * Starts a file beside this one.
   *
   * @param told its only argument
   * @returns it, and what it said when it was up
   */
  static async start<T>(file: string, told: object, hello: z.ZodType<T>, execArgv: readonly string[] = []): Promise<[Child, T]> {
    const started = fork(fileURLToPath(new URL(file, import.meta.url)), [JSON.stringify(told)], {
      execArgv: [...process.execArgv, ...execArgv],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const child = new Child(file, started, once(started, "exit"));
    return [child, hello.parse(await child.#said())];
  }

  get isRunning(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  async ask<T>(shape: z.ZodType<T>): Promise<T> {
    const said = this.#said();
    this.process.send({});
    return shape.parse(await said);
  }

  async kill(): Promise<void> {
    this.process.kill("SIGKILL");
    await this.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.isRunning) await this.kill();
  }

  async #said(): Promise<unknown> {
    const stop = new AbortController();
    const exited = this.exited.then(() => {
      throw new Error(`a process of the soak ended by itself: ${this.file}`);
    });
    try {
      const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(PATIENCE_MS)]);
      const [message] = await Promise.race([once(this.process, "message", { signal }), exited]);
      return message;
    } finally {
      stop.abort();
    }
  }
}
