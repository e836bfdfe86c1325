import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { watch } from "@marquee/simulate";
import { Client } from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { importClip } from "../import-clip.ts";
import { embeddedDatabaseUrl, startProcess } from "../marquee-process.ts";
import { publicGraph } from "../public-graph.ts";

const operator = { email: "carol@marquee.example", password: "marquee-demo" };

describe("the numbers", async () => {
  const home = await mkdtemp(join(tmpdir(), "marquee-exact-"));
  const marquee = await startProcess(home);
  afterAll(async () => {
    await marquee[Symbol.asyncDispose]();
    await rm(home, { recursive: true, force: true });
  });
  const { playableId } = await importClip(publicGraph(marquee.url), "Counted", 12);

  it("are exact though the process is killed in the middle, and a damaged row is noticed", { timeout: 300_000 }, async () => {
    const stopping = new AbortController();
    const load = { viewers: 20, seconds: 30, titleIds: [playableId], operator };
    const watching = watch({ url: marquee.url, ...load, progress: () => {}, signal: stopping.signal });
    watching.catch(() => {}); // awaited below
    await eventually(async () => (await storedEvents(home)) > 20);
    await marquee.kill();
    await marquee.start();
    expect(marquee.output()).toContain("Took over the PostgreSQL");

    const run = await watching;
    const result = await run.compare();
    expect(result.differences).toEqual([]);
    expect(result).toMatchObject({ equal: true, refused: 0, acknowledged: result.sent });
    expect(result.reported.views).toBeGreaterThan(0);

    await inDatabase(home, (client) => damageOneRow(client));
    const damaged = await run.compare(0);
    expect(damaged.equal).toBe(false);
    expect(damaged.differences).toEqual([expect.objectContaining({ metric: "plays" })]);
  });

  it("leave no process behind after Ctrl-C", async () => {
    expect(await marquee.stop()).toBe(0);
    const { stdout } = await promisify(execFile)("ps", ["-eo", "args"]);
    expect(stdout.split("\n").filter((line) => line.includes(home))).toEqual([]);
  });
});

async function storedEvents(home: string): Promise<number> {
  return inDatabase(home, async (client) => (await client.query("SELECT FROM watch_history.view_events")).rowCount ?? 0);
}

async function damageOneRow(client: Client): Promise<void> {
  const { rowCount } = await client.query(
    "UPDATE metrics.minute_rollups SET plays = plays + 1 WHERE ctid = (SELECT ctid FROM metrics.minute_rollups WHERE plays > 0 LIMIT 1)",
  );
  expect(rowCount).toBe(1);
}

async function inDatabase<Result>(home: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: await embeddedDatabaseUrl(home) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 120_000; !(await isSo()); ) {
    if (Date.now() > deadline) throw new Error("it did not come about in two minutes");
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
