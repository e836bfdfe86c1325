import { randomBytes } from "node:crypto";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { secretsIn } from "@marquee/standalone/secrets";
import type { ServiceName } from "./service-names.ts";

type SecretVariable = "DATABASE_URL" | "CLAIM_SECRET" | "PLAYBACK_SECRET" | "MEDIA_SECRET";

/** What each service is told of what is secret. */
const told: Readonly<Record<Exclude<ServiceName, "edge">, readonly SecretVariable[]>> = {
  users: ["DATABASE_URL", "CLAIM_SECRET"],
  catalog: ["DATABASE_URL", "CLAIM_SECRET"],
  "watch-history": ["CLAIM_SECRET", "PLAYBACK_SECRET"],
  metrics: ["CLAIM_SECRET"],
  packager: ["DATABASE_URL", "CLAIM_SECRET", "PLAYBACK_SECRET", "MEDIA_SECRET"],
  router: ["CLAIM_SECRET"],
};

/**
 * Writes into a folder, for each service, a file `<service>.env` with its secrets, and `postgres-password` for the database; what was
 * made once stays. Containers find them in a volume, so that nothing secret stands in docker-compose.yml.
 */
export async function writeContainerSecrets(folder: string): Promise<void> {
  const { claimSecret, playbackSecret, mediaSecret } = await secretsIn(folder);
  const password = await postgresPassword(join(folder, "postgres-password"));
  const values: Readonly<Record<SecretVariable, string>> = {
    DATABASE_URL: `postgresql://marquee:${password}@postgres:5432/marquee`,
    CLAIM_SECRET: claimSecret,
    PLAYBACK_SECRET: playbackSecret,
    MEDIA_SECRET: mediaSecret,
  };
  for (const [service, names] of Object.entries(told)) {
    await writeFile(join(folder, `${service}.env`), names.map((name) => `${name}=${values[name]}\n`).join(""), { mode: 0o600 });
  }
}

async function postgresPassword(file: string): Promise<string> {
  const kept = await readFile(file, "utf8").catch(() => "");
  if (kept !== "") return kept;
  const made = randomBytes(24).toString("base64url");
  await writeFile(file, made);
  await chmod(file, 0o644); // PostgreSQL's container reads it as another user; the volume is mounted nowhere else
  return made;
}
