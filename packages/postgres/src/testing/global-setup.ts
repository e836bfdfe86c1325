import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../embedded.ts";
import type {} from "./index.ts";

/** Starts one PostgreSQL for a whole test run; returns what stops it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "marquee-test-postgres-"));
  const server = await startEmbeddedPostgres({ folder, isDurable: false });
  project.provide("postgresUrl", server.url);
  return async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  };
}
