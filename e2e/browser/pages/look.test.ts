import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "../chromium.ts";
import { complaintsOf, listenForTrouble } from "./look.ts";

describe("whoever looks at a page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it("complains of what is too wide, and of what some cannot use", async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 }, isMobile: true });
    const head = '<html lang="en"><meta name="viewport" content="width=device-width"><title>A page</title>';
    await page.setContent(`${head}<main><h1>A page</h1><p style="width: 500px">Wide</p><button></button></main></html>`);
    const complaints = await complaintsOf(page);
    expect(complaints).toEqual([expect.stringMatching(/^is wider than 390 pixels/), expect.stringMatching(/^button-name/)]);
    await page.close();
  });

  it("hears of what fails, once", async () => {
    const page = await browser.newPage();
    const trouble = listenForTrouble(page);
    await page.route("http://page.test/**", (route) => route.fulfill({ status: route.request().url().endsWith(".png") ? 404 : 200 }));
    await page.goto("http://page.test/");
    await page.setContent("<script>setTimeout(() => { throw new Error('Oh no') })</script><img src='http://page.test/a.png'>");
    await page.waitForFunction(() => document.images[0]?.complete);
    expect(trouble()).toEqual(expect.arrayContaining(["thrown: Oh no", "404 of http://page.test/a.png"]));
    expect(trouble()).toEqual([]);
    await page.close();
  });
});
