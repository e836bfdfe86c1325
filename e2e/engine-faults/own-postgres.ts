import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { postgresIn } from "@marquee/postgres/embedded";
import { freePorts } from "@marquee/services";
import { Client } from "pg";

/** A PostgreSQL of a test's own, that can be stopped and be made wrong in every way. */
export interface OwnPostgres extends AsyncDisposable {
  /** Of the database `graph`, for the role `service`; both are there once somebody has made them. */
  readonly urlWith: (password: string) => string;
  readonly host: string;
  readonly port: number;
  /** On the same port and files every time; resolves when it answers. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** As its superuser, outside of a transaction. */
  run(database: "marquee" | "graph", ...statements: readonly string[]): Promise<void>;
}

/** @param folder that exists; the server that is stopped now keeps its files below it */
export async function ownPostgres(folder: string): Promise<OwnPostgres> {
  await chmod(folder, 0o755);
  const server = await postgresIn(join(folder, "postgres"));
  const [port = 0] = await freePorts(1);
  let isRunning = false;
  const postgres: OwnPostgres = {
    host: `127.0.0.1:${port}`,
    port,
    urlWith: (password) => `postgresql://service:${password}@127.0.0.1:${port}/graph`,
    async start() {
      await server.start({ isDurable: false, port });
      isRunning = true;
    },
    async stop() {
      if (isRunning) await server.stop();
      isRunning = false;
    },
    async run(database, ...statements) {
      const client = new Client({ connectionString: (await server.url()).replace(/\/marquee$/, `/${database}`) });
      await client.connect();
      try {
        for (const statement of statements) await client.query(statement);
      } finally {
        await client.end();
      }
    },
    [Symbol.asyncDispose]: () => postgres.stop(),
  };
  return postgres;
}
