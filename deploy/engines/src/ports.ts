import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isFree } from "./probe.ts";

const ports = z.object({
  postgres: z.int(),
  redis: z.int(),
  /** Cassandra's clients. */
  cassandra: z.int(),
  /** Cassandra's nodes among each other. */
  cassandraStorage: z.int(),
  /** Cassandra's figures over HTTP. */
  jolokia: z.int(),
});

/** What the engines listen on. Cassandra's nodes share theirs, each on an address of its own. */
export type Ports = Readonly<z.infer<typeof ports>>;

export const usualPorts: Ports = { postgres: 5432, redis: 6379, cassandra: 9042, cassandraStorage: 7000, jolokia: 8778 };

export const portNames: readonly (keyof Ports)[] = ["postgres", "redis", "cassandra", "cassandraStorage", "jolokia"];

const layout = z.object({ ports, cassandraNodes: z.int() });

/** The ports and the number of Cassandra's nodes that a home's engines were first started with; the files depend on both. */
export type Layout = Readonly<z.infer<typeof layout>>;

export async function keptLayout(home: string): Promise<Layout | undefined> {
  const content = await readFile(join(home, "layout.json"), "utf8").catch(() => undefined);
  return content === undefined ? undefined : layout.parse(JSON.parse(content));
}

export async function keepLayout(home: string, kept: Layout): Promise<void> {
  await mkdir(home, { recursive: true });
  await writeFile(join(home, "layout.json"), JSON.stringify(kept, undefined, 2));
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
