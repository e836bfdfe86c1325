import { expect, it } from "vitest";
import { createPool } from "./pool.ts";
import { testDatabase } from "./testing/index.ts";

it("a connection that the server ends while somebody holds it fails the next query, and nothing else", async () => {
  await using database = await testDatabase();
  const pool = createPool(database.url, { max: 2, name: "pool" });
  const held = await pool.connect();
  const { rows } = await held.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const ended = new Promise((resolve) => held.once("end", resolve));
  await pool.query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
  await ended; // an error that nobody listens for would have failed this run
  await expect(held.query("SELECT 1")).rejects.toThrow();
  held.release(true);
  expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  await pool.end();
});
