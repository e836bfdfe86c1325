import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { PostgresServer } from "@marquee/postgres/embedded";
import { CannotStart } from "./cannot-start.ts";
import { type Engine, taken } from "./engine.ts";
import { type Address, isFreeSoon } from "./probe.ts";
import { isAlive, isGoneWithin, processOf, send } from "./running-process.ts";

/** PostgreSQL from npm, which brings its own way to start and stop. */
export function postgresEngine(server: PostgresServer, folder: string, address: Address): Engine {
  const running = () => {
    const pid = server.pid();
    const found = pid === undefined ? undefined : processOf(pid);
    return found && isAlive(found) ? found : undefined;
  };

  async function launch(): Promise<void> {
    if (!(await isFreeSoon(address))) throw new CannotStart(taken("PostgreSQL", address));
    // The sessions of a server that was killed notice it a moment later; until then their memory is in use.
    for (const deadline = Date.now() + PATIENCE_MS; ; await wait(200)) {
      try {
        return await server.start({ port: address.port });
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  }

  return {
    name: "PostgreSQL",
    get pid() {
      return running()?.pid;
    },
    async start() {
      if (!running()) await launch();
      await server.url(); // answers as soon as it has recovered
    },
    async kill() {
      const found = running();
      if (!found) return;
      send("SIGKILL", found);
      await isGoneWithin(PATIENCE_MS, found);
    },
    async stop() {
      if (!running()) return false;
      await server.stop();
      return true;
    },
    async wipe() {
      if (running()) throw new Error("PostgreSQL is running; stop it before its files are deleted");
      await rm(join(folder, "data"), { recursive: true, force: true }); // its password stays, so that its URL does
    },
  };
}

const PATIENCE_MS = 30_000;
