import { spawn } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { setPriority } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { EncoderFailed } from "./errors.ts";

export interface ProcessOptions {
  readonly signal: AbortSignal;
  /** The process is killed once it has written no line for so long. */
  readonly silenceMs: number;
  readonly onLine?: (line: string) => void;
}

export interface FinishedProcess {
  readonly code: number | null;
  /** The last of what it wrote to its standard error. */
  readonly complaints: string;
}

/**
 * Runs a program to its end and hands on each line of its output. Rejects with the signal's reason once the process
 * is gone, and with `EncoderFailed` where it cannot be started or falls silent; its exit code is the caller's to judge.
 */
export async function runProcess(command: string, args: readonly string[], options: ProcessOptions): Promise<FinishedProcess> {
  options.signal.throwIfAborted();
  const [program = command, ...programArgs] = [...(await dyingWithParent()), command, ...args];
  // A session of its own: Ctrl-C in a terminal reaches us only, and we decide what becomes of the work.
  const child = spawn(program, programArgs, {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    windowsHide: true,
    env: bareEnvironment(),
  });
  lowerPriority(child.pid);

  let isSilent = false;
  const watchdog = setTimeout(() => {
    isSilent = true;
    child.kill("SIGKILL");
  }, options.silenceMs);
  const kill = () => child.kill("SIGKILL");
  options.signal.addEventListener("abort", kill, { once: true });

  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints = (complaints + text).slice(-longestComplaint);
  });
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => {
    watchdog.refresh();
    options.onLine?.(line);
  });
  const linesRead = new Promise<void>((resolve) => lines.once("close", resolve));

  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", (error) => reject(new EncoderFailed("The encoder could not be started.", error.message)));
      child.once("close", resolve);
    });
    await linesRead;
    options.signal.throwIfAborted();
    if (code === notFound) throw new EncoderFailed("The encoder could not be started.", complaints);
    if (isSilent) throw new EncoderFailed("The encoder stood still and was stopped.", complaints);
    return { code, complaints };
  } finally {
    clearTimeout(watchdog);
    options.signal.removeEventListener("abort", kill);
  }
}

const longestComplaint = 16_384;

/** What a program that starts another says when the other is not there (POSIX `env`, `nice`, and `setpriv`). */
const notFound = 127;

/** Where a program lies on the `PATH`; undefined where it does not. */
export async function findProgram(name: string): Promise<string | undefined> {
  const file = process.platform === "win32" ? `${name}.exe` : name;
  for (const folder of (bareEnvironment().PATH ?? "").split(delimiter).filter(Boolean)) {
    const path = join(folder, file);
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}

/** On Linux, has the kernel end the child when this process is killed without a chance to do it. */
async function dyingWithParent(): Promise<readonly string[]> {
  const setpriv = process.platform === "linux" ? await findProgram("setpriv") : undefined;
  return setpriv ? [setpriv, "--pdeathsig", "KILL", "--"] : [];
}

/** Encoding takes what nobody else wants, so that the graph stays quick while it runs. */
function lowerPriority(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, 10);
  } catch (error) {
    // ESRCH: it has already ended.
    if (!(error instanceof Error && "info" in error)) throw error;
  }
}

/** What a program needs to run. A decoder of hostile files has no business with our secrets. */
function bareEnvironment(): NodeJS.ProcessEnv {
  // biome-ignore lint/style/noProcessEnv: this is the machine's, handed on to a child, and nothing of our configuration.
  const { PATH, HOME, TMPDIR, TEMP, TMP, SystemRoot, LD_LIBRARY_PATH } = process.env;
  return Object.fromEntries(
    Object.entries({ PATH, HOME, TMPDIR, TEMP, TMP, SystemRoot, LD_LIBRARY_PATH }).filter(([, value]) => value !== undefined),
  );
}
