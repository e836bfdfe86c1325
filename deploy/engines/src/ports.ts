import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isFree } from "./probe.ts";

/** What the engines listen on. Cassandra's nodes share theirs, each on an address of its own. */
export interface Ports {
  readonly postgres: number;
  readonly redis: number;
  /** Cassandra's clients. */
  readonly cassandra: number;
  /** Cassandra's nodes among each other. */
  readonly cassandraStorage: number;
  /** Cassandra's figures over HTTP. */
  readonly jolokia: number;
}

export const usualPorts: Ports = { postgres: 5432, redis: 6379, cassandra: 9042, cassandraStorage: 7000, jolokia: 8778 };

export const portNames: readonly (keyof Ports)[] = ["postgres", "redis", "cassandra", "cassandraStorage", "jolokia"];

/** The ports and the number of Cassandra's nodes that a home's engines were first started with; the files depend on both. */
export interface Layout {
  readonly ports: Ports;
  readonly cassandraNodes: number;
}

export async function keptLayout(home: string): Promise<Layout | undefined> {
  const content = await readFile(join(home, "layout.json"), "utf8").catch(() => undefined);
  return content === undefined ? undefined : (JSON.parse(content) as Layout); // written below
}

export async function keepLayout(home: string, layout: Layout): Promise<void> {
  await mkdir(home, { recursive: true });
  await writeFile(join(home, "layout.json"), JSON.stringify(layout, undefined, 2));
}

/** The first port from a number on that is free on every host. */
export async function choosePort(from: number, hosts: readonly string[]): Promise<number> {
  for (let port = from; port < from + 200; port += 1) {
    const free = await Promise.all(hosts.map((host) => isFree({ host, port })));
    if (free.every(Boolean)) return port;
  }
  throw new Error(`no port from ${from} to ${from + 199} is free`);
}

/** Where to begin so that several sets that are started at once do not meet: below the ports that Linux gives to outgoing connections. */
export function somewhere(): number {
  return 20_000 + Math.floor(Math.random() * 12_000);
}
