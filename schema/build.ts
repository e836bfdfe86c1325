import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { publicApi } from "./api.ts";
import { composeSupergraph } from "./compose.ts";
import { previousApi } from "./previous-api.ts";
import { brokenPromises, undescribed } from "./promises.ts";
import { subgraphSdls } from "./subgraphs.ts";

/*
 * `npm run schema` writes the SDL of every subgraph, the supergraph and the public API.
 * `npm run check:schema` writes nothing and fails when what is committed is not what would be written.
 * Both fail when the API lacks a promise of fixed.graphql, breaks the API before it without saying so, or leaves something undescribed.
 */
const folder = fileURLToPath(new URL(".", import.meta.url));
const isCheck = process.argv.includes("--check");

const subgraphs = subgraphSdls();
const supergraph = composeSupergraph(subgraphs);
const api = publicApi(supergraph);
const files = new Map([
  ...subgraphs.map(({ name, sdl }) => [`subgraphs/${name}.graphql`, sdl] as const),
  ["supergraph.graphql", supergraph],
  ["api.graphql", api],
]);

const read = (name: string) => readFile(`${folder}${name}`, "utf8").catch(() => undefined);
const problems = [
  ...undescribed(api),
  ...(await brokenPromises({
    before: (await read("fixed.graphql")) ?? "",
    now: api,
    declared: await declared("absent.json"),
    what: "fixed.graphql",
  })),
  ...(await brokenPromises({
    before: await previousApi(folder),
    now: api,
    declared: await declared("breaking-changes.json"),
    what: "the API before",
  })),
];
for (const [name, content] of files) {
  if ((await read(name)) === content) continue;
  if (isCheck) problems.push(`schema/${name} is stale: run "npm run schema" and commit what it writes`);
  else await writeFile(`${folder}${name}`, content);
}

if (problems.length > 0) {
  console.error(problems.map((problem) => `✗ ${problem}`).join("\n"));
  process.exitCode = 1;
} else {
  console.log(`✓ ${subgraphs.length} subgraphs compose; the API keeps its promises`);
}

/** Coordinates of what may be absent or broken, each with its reason. */
async function declared(name: string): Promise<ReadonlySet<string>> {
  return new Set(Object.keys(JSON.parse((await read(name)) ?? "{}")));
}
