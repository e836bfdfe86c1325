import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { errorCodes } from "./registry.ts";

it("docs/errors.md explains every code, in the registry's words", () => {
  const page = readFileSync(new URL("../../../docs/errors.md", import.meta.url), "utf8");
  const rows = [...page.matchAll(/^\| `(\w+)` \| (.+) \|$/gm)].map(([, code, meaning]) => [code, meaning]);
  expect(rows).toEqual(Object.entries(errorCodes));
});
