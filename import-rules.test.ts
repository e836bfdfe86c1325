import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { afterAll, describe, expect, it } from "vitest";
import configuration from "./.dependency-cruiser.mjs";

/** For each rule a file that breaks it: [from, to]. */
const breaches: Readonly<Record<string, readonly [string, string]>> = {
  "subgraphs-meet-in-the-graph": ["subgraphs/users/src/domain/a.ts", "subgraphs/catalog/src/domain/b.ts"],
  "router-knows-no-subgraph": ["router/src/a.ts", "subgraphs/users/src/domain/b.ts"],
  "packages-stand-below": ["packages/events/src/a.ts", "router/src/b.ts"],
  "clients-use-the-graph-alone": ["clients/web/src/a.ts", "packages/events/src/b.ts"],
  "domain-knows-no-layer": ["subgraphs/users/src/domain/a.ts", "subgraphs/users/src/stores/b.ts"],
  "domain-knows-no-driver": ["subgraphs/users/src/domain/a.ts", "pg"],
  "graphql-calls-the-domain": ["subgraphs/users/src/graphql/a.ts", "subgraphs/users/src/stores/b.ts"],
  "stores-implement-the-domain": ["subgraphs/users/src/stores/a.ts", "subgraphs/users/src/graphql/b.ts"],
  "workers-call-the-domain": ["subgraphs/users/src/workers/a.ts", "subgraphs/users/src/stores/b.ts"],
  "through-the-front-door": ["subgraphs/users/src/a.ts", "packages/events/src/b.ts"],
  "no-circles": ["packages/events/src/a.ts", "packages/events/src/a.ts"],
};

describe("import rules", () => {
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

  const violations = async (from: string, to: string) => {
    const folder = await mkdtemp(join(tmpdir(), "marquee-import-rules-"));
    folders.push(folder);
    const isCircle = from === to;
    const target = isCircle ? from.replace("a.ts", "b.ts") : to;
    const isPackage = !target.includes("/");
    const pathBetween = (a: string, b: string) => `./${relative(dirname(a), b)}`;
    const files = {
      [from]: isPackage ? target : pathBetween(from, target),
      ...(!isPackage && { [target]: isCircle ? pathBetween(target, from) : undefined }),
    };
    for (const [name, imported] of Object.entries(files)) {
      await mkdir(join(folder, dirname(name)), { recursive: true });
      await writeFile(
        join(folder, name),
        imported ? `import { b } from ${JSON.stringify(imported)};\nexport const a = b;\nexport { b };\n` : "export const b = 1;\n",
      );
    }
    await symlink(join(import.meta.dirname, "node_modules"), join(folder, "node_modules"));
    const { options, ...ruleSet } = configuration;
    const { output } = await cruise([from.split("/")[0] ?? ""], { ...options, tsConfig: {}, ruleSet, validate: true, baseDir: folder });
    return (output as ICruiseResult).summary.violations.map(({ rule }) => rule.name);
  };

  it("has an example for each rule", () => {
    expect(Object.keys(breaches)).toEqual(configuration.forbidden?.map(({ name }) => name));
  });

  for (const [rule, [from, to]] of Object.entries(breaches)) {
    it(`${rule}: refuses ${from} → ${to}`, async () => {
      expect(await violations(from, to)).toContain(rule);
    });
  }

  it("allows what the layers are for", async () => {
    expect(await violations("subgraphs/users/src/graphql/a.ts", "subgraphs/users/src/domain/b.ts")).toEqual([]);
  });
});
