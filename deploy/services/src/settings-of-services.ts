import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { z } from "zod";
import { entries, type ServiceName, serviceNames } from "./service-names.ts";

export const repository = fileURLToPath(new URL("../../..", import.meta.url));

/** The processes that read a `config.ts` of their own; the edge is nginx where it has a container. */
export type ConfiguredService = Exclude<ServiceName, "edge">;

export const configuredServices: readonly ConfiguredService[] = serviceNames.filter((name) => name !== "edge");

export interface ServiceSettings {
  /** Every variable that the service reads, by its name. */
  readonly shape: Readonly<Record<string, z.ZodType>>;
  /** @throws InvalidSettings */
  readonly read: (environment: Readonly<Record<string, string | undefined>>) => unknown;
}

/** What a service's `config.ts` exports: `settings`, and one function `read…Config`. */
export async function settingsOfService(service: ConfiguredService): Promise<ServiceSettings> {
  const file = join(repository, dirname(entries[service]), "config.ts");
  const exported: Readonly<Record<string, unknown>> = await import(pathToFileURL(file).href);
  const { settings } = exported;
  const reader = Object.entries(exported).find(([name]) => name.toLowerCase() === `read${service.replaceAll("-", "")}config`)?.[1];
  if (!(settings instanceof z.ZodObject) || typeof reader !== "function") {
    throw new Error(`expected ${file} to export settings and the function that reads them`);
  }
  return { shape: settings.shape, read: (environment) => reader(environment) };
}
