import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const shape = z.object({ claimSecret: z.string().min(32), playbackSecret: z.string().min(32), mediaSecret: z.string().min(32) });

/** What the services sign for each other with. */
export type Secrets = z.infer<typeof shape>;

/** Reads the secrets kept in a home folder; makes them at the first start, readable by their owner alone. */
export async function secretsIn(home: string): Promise<Secrets> {
  const file = join(home, "secrets.json");
  const kept = await readFile(file, "utf8").catch(() => undefined);
  if (kept !== undefined) return shape.parse(JSON.parse(kept));
  const random = () => randomBytes(32).toString("base64url");
  const made: Secrets = { claimSecret: random(), playbackSecret: random(), mediaSecret: random() };
  await writeFile(`${file}.new`, JSON.stringify(made, undefined, 2), { mode: 0o600 });
  await rename(`${file}.new`, file); // whole or not at all, should we be killed here
  return made;
}
