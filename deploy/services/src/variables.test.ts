import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { variablesFile, variablesPage } from "./variables.ts";

it("docs/variables.md tells what the services read (else: npm run variables)", async () => {
  expect(await readFile(variablesFile, "utf8")).toBe(await variablesPage());
});
