import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { AlreadyRunning, startEmbeddedPostgres } from "./embedded.ts";

describe("embedded PostgreSQL", async () => {
  const folder = await mkdtemp(join(tmpdir(), "marquee embedded ")); // a space, as people's folders have
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("keeps what was written over a restart, in UTF-8, and sorts in a locale of its own", async () => {
    {
      await using server = await startEmbeddedPostgres({ folder });
      await query(server.url, "CREATE TABLE kept AS SELECT 'Łódź' AS name");
    }
    await using server = await startEmbeddedPostgres({ folder });
    expect(await query(server.url, "SELECT upper(name) AS name FROM kept")).toEqual([{ name: "ŁÓDŹ" }]);
    expect(await query(server.url, "SHOW server_encoding")).toEqual([{ server_encoding: "UTF8" }]);
  });

  it("refuses a second owner of the same folder", async () => {
    await using _server = await startEmbeddedPostgres({ folder });
    await expect(startEmbeddedPostgres({ folder })).rejects.toBeInstanceOf(AlreadyRunning);
  });
});

async function query(connectionString: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString });
  await client.connect();
  const { rows } = await client.query(statement);
  await client.end();
  return rows;
}
