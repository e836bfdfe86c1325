import { createPool, migrate } from "@marquee/postgres";
import { testDatabase } from "@marquee/postgres/testing";
import { pino } from "pino";
import { expect, it } from "vitest";
import { fixParts, requireParts } from "./fix-parts.ts";
import { viewEventMigrations } from "./migrations.ts";

it("the number of parts is fixed by the first who asks, and any other is refused", async () => {
  await using database = await testDatabase();
  const pool = createPool(database.url, { max: 2, name: "parts" });
  const reading = (parts: number) => requireParts({ pool, schema: "events", parts });
  const notYet =
    'VIEW_EVENT_PARTS: expected 16 parts of the view events in the schema "events", but their owner has not fixed the number yet.';
  await expect(reading(16)).rejects.toThrow(notYet);
  await migrate({ databaseUrl: database.url, schema: "events", migrations: viewEventMigrations, logger: pino({ level: "silent" }) });
  await expect(reading(16)).rejects.toThrow(notYet);
  const withParts = (parts: number) => fixParts({ pool, schema: "events", parts });
  await Promise.all([withParts(16), withParts(16)]);
  await reading(16);
  for (const use of [withParts, reading]) {
    await expect(use(64)).rejects.toThrow(
      'VIEW_EVENT_PARTS: expected 16, in how many parts the view events in the schema "events" lie for good, but it is 64.',
    );
  }
  await pool.end();
});
