import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { testDatabase } from "@marquee/postgres/testing";
import { describe, expect, it } from "vitest";

describe("the process", () => {
  it("reads its environment, serves, and ends by itself when it is told to", async () => {
    await using database = await testDatabase();
    const env = { DATABASE_URL: database.url, CLAIM_SECRET: "x".repeat(32), TOKEN_ISSUER: "https://marquee.example", PORT: "0" };
    const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
    const child = spawn(process.execPath, ["--import", "tsx", main], { env, stdio: ["ignore", "pipe", "inherit"] });
    try {
      const origin = await listening(child.stdout);
      const response = await fetch(`${origin}/readyz`);
      expect(await response.json()).toEqual({ service: "users", status: "ready", problems: [], warnings: [] });
      const exit = once(child, "exit");
      child.kill("SIGTERM");
      expect(await exit).toEqual([0, null]);
    } finally {
      child.kill("SIGKILL");
    }
  });
});

async function listening(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(output)) {
    const { msg, url } = JSON.parse(line);
    if (msg === "users is up") return new URL(url).origin;
  }
  throw new Error("the process ended before it was up");
}
