import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cassandraJars } from "./cassandra-jars.ts";
import { type Engine, engineProcess } from "./engine.ts";
import { java17, jvmOptions } from "./java.ts";
import { answers } from "./probe.ts";

/** One node of a cluster on loopback; every node has an address of its own and the same ports. */
export interface CassandraNode {
  readonly folder: string;
  readonly host: string;
  readonly seed: string;
  readonly cqlPort: number;
  readonly storagePort: number;
  readonly jolokiaPort: number;
  /** More lines for its cassandra.yaml, such as who may sign in. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Where the settings lie that the container's node has, too. */
export const settingsFolder = fileURLToPath(new URL("../../cassandra/", import.meta.url));

/** @param say told of what takes long: the download of Cassandra */
export function cassandraEngine(node: CassandraNode, say: (sentence: string) => void): Engine {
  const { folder, host, cqlPort, storagePort, jolokiaPort } = node;
  return engineProcess({
    name: `Cassandra ${host}`,
    folder,
    addresses: [cqlPort, storagePort, jolokiaPort].map((port) => ({ host, port })),
    async command() {
      const [java = "java", jars] = await Promise.all([java17(), cassandraJars(settingsFolder, say)]);
      await writeFile(join(folder, "cassandra.yaml"), settingsOf(node, await readFile(join(settingsFolder, "cassandra.yaml"), "utf8")));
      for (const file of ["logback.xml", "jolokia-access.xml"]) await copyFile(join(settingsFolder, file), join(folder, file));
      const unpacked = join(folder, "unpacked"); // libraries, which a node that is killed leaves behind
      await rm(unpacked, { recursive: true, force: true });
      await mkdir(unpacked);
      const jolokia = `port=${jolokiaPort},host=${host},policyLocation=file://${join(folder, "jolokia-access.xml")}`;
      return {
        file: "nice", // on a machine that services share, they go first: one that has no time to refuse keeps everybody waiting
        args: [
          "-n",
          "5",
          java,
          ...jvmOptions,
          `-javaagent:${join(jars, "jamm-0.4.0.jar")}`,
          `-javaagent:${join(jars, "jolokia-agent-jvm-2.1.2-javaagent.jar")}=${jolokia}`,
          `-Dcassandra.config=file://${join(folder, "cassandra.yaml")}`,
          `-Dlogback.configurationFile=${join(folder, "logback.xml")}`,
          `-Dcassandra.storagedir=${folder}`,
          `-Djava.io.tmpdir=${unpacked}`,
          "-cp",
          `${folder}:${join(jars, "*")}`,
          "org.apache.cassandra.service.CassandraDaemon",
        ],
      };
    },
    answers: () => answers({ host, port: cqlPort }, cqlOptions, (reply) => reply[4] === cqlSupported),
    patienceMs: 180_000,
  });
}

/** The settings of a node, in the lines that the container's entry point replaces as well. */
function settingsOf({ folder, host, seed, cqlPort, storagePort, settings: more = {} }: CassandraNode, text: string): string {
  const replaced: Readonly<Record<string, string>> = {
    listen_address: host,
    rpc_address: host,
    storage_port: String(storagePort),
    native_transport_port: String(cqlPort),
    "      - seeds": JSON.stringify(`${seed}:${storagePort}`),
    auto_snapshot: "false", // tests drop many tables
    data_file_directories: `[${JSON.stringify(join(folder, "data"))}]`,
    ...Object.fromEntries(
      ["commitlog", "hints", "saved_caches", "cdc_raw"].map((name) => [`${name}_directory`, JSON.stringify(join(folder, name))]),
    ),
  };
  let settings = text;
  for (const [name, value] of Object.entries(replaced)) {
    const line = new RegExp(`^${name}:.*$`, "m");
    if (!line.test(settings)) throw new Error(`cassandra.yaml has no line for ${name.trim()}`);
    settings = settings.replace(line, () => `${name}: ${value}`);
  }
  return [settings, ...Object.entries(more).map(([name, value]) => `${name}: ${value}\n`)].join("");
}

/** Frames of CQL's protocol, version 4: what a server supports may be asked before anything else. See its native_protocol_v4.spec, 4.1.3. */
const cqlOptions = Buffer.from([0x04, 0x00, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0x00]);
const cqlSupported = 0x06;
