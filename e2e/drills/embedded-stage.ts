import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPool } from "@marquee/postgres";
import { postgresViewEventStore } from "@marquee/view-events/postgres";
import { embeddedDatabaseUrl, startProcess } from "../marquee-process.ts";
import type { Service, Stage, StageOptions } from "./stage.ts";

const PARTS = 16;

/** The process of `npm start`, on a home of its own. */
export async function embeddedStage({ settings, keepsFiles, say }: StageOptions): Promise<Stage> {
  await using stack = new AsyncDisposableStack();
  const home = await mkdtemp(join(tmpdir(), "marquee-drill-"));
  stack.defer(() => (keepsFiles ? say(`Its files and logs are in ${home}`) : rm(home, { recursive: true, force: true, maxRetries: 3 })));
  say("Starting Marquee");
  const marquee = stack.use(await startProcess(home, settings));

  let maxRssKb = 0;
  const look = () => {
    maxRssKb = Math.max(maxRssKb, highestKb(marquee.pid));
  };
  const watching = setInterval(look, 500);
  stack.defer(() => clearInterval(watching));
  const service: Service = {
    name: "marquee",
    copy: 1,
    kill: () => {
      look();
      return marquee.kill();
    },
    get pid() {
      return marquee.pid;
    },
    signal: (name) => void (marquee.pid !== undefined && process.kill(marquee.pid, name)),
    start: () => marquee.start(),
    isReady: () =>
      fetch(`${marquee.url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    maxRssMb: () => Math.round(maxRssKb / 1_024),
  };
  const running = stack.move();
  return {
    url: marquee.url,
    services: [service],
    async openEvents() {
      const pool = createPool(await embeddedDatabaseUrl(home), { max: 4, name: "drill" });
      const store = postgresViewEventStore({ pool, schema: "watch_history", parts: PARTS });
      return { store, [Symbol.asyncDispose]: () => pool.end() };
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** The highest resident memory that the system has seen of a process; 0 where it does not tell. */
function highestKb(pid: number | undefined): number {
  if (pid === undefined) return 0;
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0; // it ended just now, or this is not Linux
  }
}
