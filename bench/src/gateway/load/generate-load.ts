/** A process: sends requests as it is told, and tells when it begins to measure, when it stops and what came of it. */
import { setTimeout as pause } from "node:timers/promises";
import type { OperationName } from "../operations.ts";
import { Load, type LoadResult } from "./load.ts";
import { Requests, type Tokens } from "./requests.ts";

export interface LoadSpec {
  readonly operation: OperationName;
  readonly connections: number;
  /** At a fixed rate; as many as can be answered, if omitted. */
  readonly perSecond?: number;
  /** Whether requests that need no viewer carry a token, too. */
  readonly isAuthenticated?: boolean;
}

/** What to do with the system at a port. */
export type ToGenerator =
  | { readonly kind: "tokens"; readonly tokens: Tokens }
  /** Each request of an operation once, to see whether its answers are right. */
  | { readonly kind: "check"; readonly port: number; readonly load: LoadSpec }
  /** Loads at the same time: warmed up, then measured. */
  | {
      readonly kind: "load";
      readonly port: number;
      readonly loads: readonly LoadSpec[];
      readonly warmUpSeconds: number;
      readonly seconds: number;
    };

export type FromGenerator =
  | { readonly kind: "measuring" }
  | { readonly kind: "stopped" }
  | { readonly kind: "done"; readonly results: readonly LoadResult[] };

const ANSWERED_WITHIN_MS = 20_000;
const CHECKED_WITHIN_MS = 120_000;

let tokens: Tokens = {};
/** What a system is known to say stays known while the loads alternate. */
const requests = new Map<string, Promise<Requests>>();

const tell = (message: FromGenerator) => void process.send?.(message);

process.on("message", (message: ToGenerator) => void obey(message));
process.once("disconnect", () => process.exit());

async function obey(message: ToGenerator): Promise<void> {
  if (message.kind === "tokens") tokens = message.tokens;
  else if (message.kind === "check") tell({ kind: "done", results: [await check(message.port, message.load)] });
  else tell({ kind: "done", results: await measure(message) });
}

async function check(port: number, spec: LoadSpec): Promise<LoadResult> {
  const load = await open(port, spec);
  load.once();
  await idle([load], CHECKED_WITHIN_MS);
  return load.finish();
}

async function measure({ port, loads: specs, warmUpSeconds, seconds }: ToGenerator & { readonly kind: "load" }) {
  const loads = await Promise.all(specs.map((spec) => open(port, spec)));
  const measuresFrom = performance.now() + warmUpSeconds * 1_000;
  const stopsAt = measuresFrom + seconds * 1_000;
  for (const load of loads) load.start(measuresFrom, stopsAt);
  await pause(measuresFrom - performance.now());
  tell({ kind: "measuring" });
  await pause(stopsAt - performance.now());
  tell({ kind: "stopped" });
  await idle(loads, ANSWERED_WITHIN_MS);
  return loads.map((load) => load.finish());
}

async function open(port: number, { operation, connections, perSecond, isAuthenticated }: LoadSpec): Promise<Load> {
  const isSigned = operation === "home" || isAuthenticated === true;
  const key = `${port} ${operation} ${isSigned}`;
  const made = requests.get(key) ?? Requests.of(operation, port, isSigned ? tokens : {});
  requests.set(key, made);
  const load = new Load({ port, requests: await made, connections, perSecond });
  await load.open();
  return load;
}

async function idle(loads: readonly Load[], withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (loads.some(({ isIdle }) => !isIdle) && performance.now() < deadline) await pause(5);
}
