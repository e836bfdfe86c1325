import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { writeContainerSecrets } from "./container-secrets.ts";
import { entries } from "./service-names.ts";
import { configuredServices, repository, settingsOfService } from "./settings-of-services.ts";

const read = (path: string) => readFile(join(repository, path), "utf8");

const composeFile = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      command: z.array(z.string()).default([]),
      environment: z.record(z.string(), z.coerce.string()).default({}),
      ports: z.array(z.string()).default([]),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
      healthcheck: z.unknown().optional(),
      mem_limit: z.string(),
      stop_grace_period: z.string(),
    }),
  ),
});

/** Compose's own way to fill in `${NAME:-default}`, innermost first. */
function interpolated(text: string, environment: Readonly<Record<string, string>> = {}): string {
  const filled = text.replace(/\$\{(\w+)(?::-([^${}]*))?\}/g, (_, name: string, otherwise = "") => environment[name] ?? otherwise);
  return filled === text ? text : interpolated(filled, environment);
}

const loadCompose = async (environment?: Readonly<Record<string, string>>) =>
  composeFile.parse(parse(interpolated(await read("docker-compose.yml"), environment), { merge: true })).services;

describe("docker-compose.yml", async () => {
  const services = await loadCompose();
  const image = parseEnv(/^ENV (.*)$/m.exec(await read("Dockerfile"))?.[1]?.replaceAll(" ", "\n") ?? "");
  const secrets = await mkdtemp(join(tmpdir(), "marquee-container-secrets-"));
  beforeAll(() => writeContainerSecrets(secrets));
  afterAll(() => rm(secrets, { recursive: true, force: true }));

  for (const service of configuredServices) {
    it(`gives ${service} every variable that it needs, and none that it does not read`, async () => {
      const { shape, read: readConfig } = await settingsOfService(service);
      const secret = parseEnv(await readFile(join(secrets, `${service}.env`), "utf8"));
      const given = { ...services[service]?.environment, ...secret };
      expect(Object.keys(given).filter((name) => !(name in shape))).toEqual([]);
      expect(() => readConfig({ ...given, HOST: image.HOST, PORT: image.PORT })).not.toThrow();
    });

    it(`starts ${service} with its secrets`, () => {
      expect(services[service]?.command).toEqual(["node", `--env-file=/secrets/${service}.env`, "--import", "tsx", entries[service]]);
    });
  }

  it("has each address lead to a container that listens there", () => {
    const listening: Readonly<Record<string, readonly (string | undefined)[]>> = {
      postgres: ["5432"],
      redis: ["6379"],
      cassandra: ["9042", "8778"],
      web: ["8080"],
    };
    const addresses = Object.values(services).flatMap(({ environment }) =>
      Object.values(environment).flatMap((value) => [...value.matchAll(/(?:^|\/\/|,)([a-z][a-z-]+):(\d+)/g)]),
    );
    const wrong = addresses.filter(
      ([, host = "", port]) => host !== "localhost" && !(host in services && (listening[host] ?? [image.PORT]).includes(port)),
    );
    expect(wrong.map(([address]) => address)).toEqual([]);
    expect(addresses.length).toBeGreaterThan(10);
  });

  it("has the subgraphs where the supergraph looks for them", async () => {
    const urls = [...(await read("schema/supergraph.graphql")).matchAll(/@join__graph\(name: "([\w-]+)", url: "([^"]+)"\)/g)];
    expect(urls.map(([, , url]) => url)).toEqual(urls.map(([, name]) => `http://${name}:${image.PORT}/graphql`));
    expect(urls.map(([, name]) => name).filter((name = "") => !(name in services))).toEqual([]);
  });

  it("tells nginx every name that its template asks for", async () => {
    for (const [service, template, byImage] of [
      ["edge", "deploy/edge/nginx.conf.template", ["NGINX_LOCAL_RESOLVERS"]],
      ["web", "deploy/web/nginx.conf.template", []],
    ] as const) {
      const asked = new Set([...(await read(template)).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name));
      expect([...asked].sort(), service).toEqual([...Object.keys(services[service]?.environment ?? {}), ...byImage].sort());
    }
  });

  it("publishes the edge alone, and on the port that it listens on", async () => {
    const published = Object.entries(services).filter(([name, { ports }]) => name !== "standalone" && ports.length > 0);
    expect(published.map(([name, { ports }]) => [name, ports])).toEqual([["edge", ["127.0.0.1:4000:8080"]]]);
    for (const template of ["deploy/edge/nginx.conf.template", "deploy/web/nginx.conf.template"]) {
      expect(await read(template)).toMatch(/^ {2}listen 8080;$/m);
    }
  });

  it("waits only for what says that it is well", async () => {
    const files = {
      marquee: "Dockerfile",
      "marquee-web": "Dockerfile",
      "marquee-edge": "Dockerfile",
      "marquee-cassandra": "deploy/cassandra/Dockerfile",
    };
    for (const { depends_on } of Object.values(services)) {
      for (const [name, { condition }] of Object.entries(depends_on)) {
        if (condition === "service_completed_successfully") continue;
        const { image = "", healthcheck } = services[name] ?? {};
        const file = Object.entries(files).find(([built]) => built === image)?.[1];
        expect(healthcheck ?? (file && /^HEALTHCHECK/m.test(await read(file))), `${name} has a health check`).toBeTruthy();
      }
    }
  });

  it("spreads the rows over three nodes in the cluster's profile", async () => {
    const cluster = await loadCompose(parseEnv(await read("deploy/cluster.env")) as Record<string, string>);
    const { CASSANDRA_CONTACT_POINTS = "", CASSANDRA_REPLICATION_FACTOR } = cluster.metrics?.environment ?? {};
    const nodes = Object.keys(cluster).filter((name) => name.startsWith("cassandra"));
    expect(CASSANDRA_CONTACT_POINTS.split(",")).toEqual(nodes.map((name) => `${name}:9042`));
    expect(CASSANDRA_REPLICATION_FACTOR).toBe(String(nodes.length));
  });
});
