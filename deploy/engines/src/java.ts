import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { readEnginesConfig } from "./config.ts";

const run = promisify(execFile);

/** Finds a Java 17, which is the newest that Cassandra 5 runs on: the one on PATH, JAVA_HOME's, or one that Debian installed beside others. */
export async function java17(): Promise<string | undefined> {
  const installed = await readdir("/usr/lib/jvm").catch(() => []);
  const homes = [
    readEnginesConfig().javaHome,
    ...installed.filter((name) => name.includes("17")).map((name) => join("/usr/lib/jvm", name)),
  ];
  const candidates = ["java", ...homes.filter((home) => home !== undefined).map((home) => join(home, "bin/java"))];
  for (const java of candidates) {
    if ((await versionOf(java)) === 17) return java;
  }
  return undefined;
}

async function versionOf(java: string): Promise<number | undefined> {
  try {
    const { stderr } = await run(java, ["-version"], { timeout: 20_000 });
    return Number(/version "(\d+)/.exec(stderr)?.[1]) || undefined;
  } catch {
    return undefined;
  }
}

/** What Cassandra opens up in Java 17's modules. Source: conf/jvm17-server.options of Cassandra 5.0 */
const openModules: Readonly<Record<string, readonly string[]>> = {
  "java.base": [
    ...["misc", "ref", "loader", "reflect", "math", "module", "util.jar"].map((name) => `jdk.internal.${name}`),
    ...["sun.nio.ch", "java.io", "java.nio", "java.lang", "java.lang.module", "java.lang.ref", "java.lang.reflect", "java.net"],
    ...["java.util", "java.util.concurrent", "java.util.concurrent.atomic"],
  ],
  "java.rmi": ["sun.rmi.registry", "sun.rmi.server", "sun.rmi.transport.tcp"],
  "java.management.rmi": ["com.sun.jmx.remote.internal.rmi"],
  "jdk.management": ["com.sun.management.internal"],
  "java.sql": ["java.sql"],
};

/** A node that fits beside a whole Marquee on a laptop, and joins its neighbours after 5 s instead of 30. */
export const jvmOptions: readonly string[] = [
  ...["-Xmx512M", "-Xss512k", "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError"],
  "-Dcassandra-foreground=yes",
  "-Dcassandra.ring_delay_ms=5000",
  "-Dcassandra.skip_wait_for_gossip_to_settle=0",
  "-Djdk.attach.allowAttachSelf=true",
  "-Dio.netty.tryReflectionSetAccessible=true",
  ...Object.entries(openModules).flatMap(([module, packages]) =>
    packages.flatMap((name) => [`--add-exports=${module}/${name}=ALL-UNNAMED`, `--add-opens=${module}/${name}=ALL-UNNAMED`]),
  ),
];
