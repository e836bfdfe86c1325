import { setTimeout as pause } from "node:timers/promises";

const STARTING_MS = 60_000;

/** Resolves when a GraphQL server at a port answers an operation with data; whether they are right is not for it to see. */
export async function answering(port: number, query: string): Promise<void> {
  const deadline = performance.now() + STARTING_MS;
  while (performance.now() < deadline) {
    if (await answers(port, query)) return;
    await pause(100);
  }
  throw new Error(`expected it to answer within ${STARTING_MS / 1_000} s of its start`);
}

async function answers(port: number, query: string): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query }),
    });
    return response.ok && (await response.text()).includes('"data"');
  } catch {
    return false; // not listening yet
  }
}
