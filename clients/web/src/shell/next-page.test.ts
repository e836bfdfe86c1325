import { expect, it } from "vitest";
import { ownPage, withNext } from "./next-page.ts";

it("goes back to the page that was asked for", () => {
  const link = withNext("/sign-in", "/search?q=sea&ready=1");
  expect(ownPage(new URLSearchParams(link.split("?")[1]).get("next"))).toBe("/search?q=sea&ready=1");
});

it("goes nowhere else than to its own pages", () => {
  for (const next of [
    "https://elsewhere.example/",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "javascript:alert(1)",
    "\t//elsewhere.example",
    null,
  ]) {
    expect(ownPage(next)).toBe("/");
  }
});
