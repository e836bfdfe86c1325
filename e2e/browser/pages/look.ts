import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

const folder = fileURLToPath(new URL("../../screenshots", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Writes a screenshot of the whole page, as soon as its fonts and pictures are there. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() => [...document.images].every(({ loading, complete }) => loading === "lazy" || complete));
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true, animations: "disabled" });
}

/** What visitors would complain of: that it is wider than their window, and what some of them cannot use. */
export async function complaintsOf(page: Page): Promise<string[]> {
  return [...(await overflow(page)), ...(await violations(page))];
}

/** Whether the page is wider than the window: a phone would zoom out, so the window's own width says nothing then. */
async function overflow(page: Page): Promise<string[]> {
  const available = page.viewportSize()?.width ?? 0;
  const wide = await page.evaluate((width) => {
    if ((document.scrollingElement?.scrollWidth ?? 0) <= width) return [];
    const reaching = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > width + 1);
    return reaching.slice(0, 5).map(({ outerHTML }) => `is wider than ${width} pixels: ${outerHTML.slice(0, 120)}`);
  }, available);
  return wide;
}

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

/** The serious and critical violations that axe finds. Its script is evaluated by the debugger, since the pages let no foreign one in. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate<Violation[]>("axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)");
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`));
}

/** What went wrong on a page since it was asked last: errors in the console, requests that failed or were refused. */
export function listenForTrouble(page: Page): () => string[] {
  let trouble: string[] = [];
  page.on("console", (message) => message.type() === "error" && trouble.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => trouble.push(`thrown: ${error.message}`));
  page.on("response", (response) => response.status() >= 400 && trouble.push(`${response.status()} of ${response.url()}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") trouble.push(`${why} of ${request.url()}`); // a page that is left aborts its own
  });
  return () => {
    const all = trouble;
    trouble = [];
    return all;
  };
}
