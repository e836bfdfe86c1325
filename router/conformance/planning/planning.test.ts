import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { fiveHops } from "./cycle.ts";

/** A small server's. It bounds the main thread's heap, and that of every thread that sets no bound of its own. */
const HEAP_MB = 256;

async function answerOf(
  subject: "ours" | "stock",
): Promise<{ code: number | null; signal: string | null; said: string; complaint: string }> {
  const program = fileURLToPath(new URL("one-answer.ts", import.meta.url));
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, "--import", "tsx", program, subject], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<[number | null, string | null]>((resolve) => child.once("close", (code, signal) => resolve([code, signal])));
  const [said, complaint, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, signal, said, complaint };
}

describe(`an operation of ${fiveHops.length} bytes, five hops round a cycle of subgraphs, in ${HEAP_MB} MB of heap`, () => {
  it("kills the stock gateway", { timeout: 120_000 }, async () => {
    expect(fiveHops.length).toBeLessThan(164);
    const { said, complaint } = await answerOf("stock");
    expect(said).toBe("");
    expect(complaint).toContain("heap out of memory");
  });

  it("is refused or answered by the router, which lives on", { timeout: 120_000 }, async () => {
    const { code, said, complaint } = await answerOf("ours");
    expect({ code, complaint }).toEqual({ code: 0, complaint: "" });
    expect(JSON.parse(said)).toMatchObject({ differences: [] });
  });
});
