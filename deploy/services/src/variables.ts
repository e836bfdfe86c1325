import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { configuredServices, repository, settingsOfService } from "./settings-of-services.ts";

export const variablesFile = join(repository, "docs/variables.md");

/** `docs/variables.md` as the services' settings have it: every variable of every service. */
export async function variablesPage(): Promise<string> {
  const sections = await Promise.all(
    configuredServices.map(async (service) => {
      const { shape } = await settingsOfService(service);
      const rows = Object.entries(shape).map(([name, type]) => `| \`${name}\` | ${defaultOf(type)} | ${escaped(type.description ?? "")} |`);
      return [`## ${service}`, "", "| variable | default | means |", "|---|---|---|", ...rows, ""].join("\n");
    }),
  );
  return [
    "# The variables of each service",
    "",
    "Made from each service's `src/config.ts` by `npm run variables`. Where there is no default and it does not say *optional*, the service",
    "does not start without it. Without `REDIS_URL` and `CASSANDRA_CONTACT_POINTS` a service keeps these facts in its own process and in",
    "PostgreSQL; with the latter, watch-history and metrics need no `DATABASE_URL`.",
    "",
    ...sections,
  ].join("\n");
}

function defaultOf(type: z.ZodType): string {
  const absent = type.safeParse(undefined);
  if (!absent.success) return "";
  if (absent.data === undefined) return "*optional*";
  const value = typeof absent.data === "object" ? Object.values(absent.data ?? {}).join(",") : String(absent.data);
  return value === "" ? "none" : `\`${escaped(value)}\``;
}

function escaped(text: string): string {
  return text.replaceAll("|", "\\|");
}

if (import.meta.main) await writeFile(variablesFile, await variablesPage());
