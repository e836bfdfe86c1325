import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Of the server that the run's global set-up started. */
    readonly postgresUrl: string;
  }
}

export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
}

/** An empty database for one test file, on the server that the run's global set-up started. Disposing it drops it. */
export async function testDatabase(): Promise<TestDatabase> {
  const serverUrl = inject("postgresUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await administer(serverUrl, `CREATE DATABASE ${name}`);
  return {
    url: serverUrl.replace(/\/marquee$/, `/${name}`),
    [Symbol.asyncDispose]: () => administer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
