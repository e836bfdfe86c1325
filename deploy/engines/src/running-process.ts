import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

/**
 * A process that outlives the one that started it. Numbers of processes are used again, so where the system tells when a process
 * started (Linux), that belongs to its identity.
 */
export interface RunningProcess {
  readonly pid: number;
  readonly startedAt?: string | undefined;
}

export function processOf(pid: number): RunningProcess {
  return { pid, startedAt: statusOf(pid)?.startedAt };
}

export function isAlive({ pid, startedAt }: RunningProcess): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  const status = statusOf(pid);
  if (status === undefined) return true; // no /proc on this system
  return status.state !== "Z" && (startedAt === undefined || status.startedAt === startedAt);
}

/** @returns whether it was gone in time */
export async function isGoneWithin(ms: number, running: RunningProcess): Promise<boolean> {
  for (const deadline = Date.now() + ms; isAlive(running); await wait(20)) {
    if (Date.now() > deadline) return false;
  }
  return true;
}

/** Sends a signal; a process that has ended meanwhile is no error. */
export function send(signal: NodeJS.Signals, running: RunningProcess): void {
  if (!isAlive(running)) return;
  try {
    process.kill(running.pid, signal);
  } catch (error) {
    if (isAlive(running)) throw error;
  }
}

/** What stands after the command's name in /proc/PID/stat: field 3 is the state (Z: ended, not yet reaped), field 22 the start. See proc(5). */
function statusOf(pid: number): { readonly state: string; readonly startedAt: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", startedAt: fields[19] ?? "" };
  } catch {
    return undefined;
  }
}
