import type { Page } from "playwright-core";
import { afterAll, describe, expect, it, vi } from "vitest";
import { importClip } from "../../import-clip.ts";
import { startMarquee } from "../../running-marquee.ts";
import { launchChromium } from "../chromium.ts";
import { signIn } from "../sign-in.ts";

describe("an evening", async () => {
  await using opened = new AsyncDisposableStack();
  const marquee = opened.use(await startMarquee());
  const browser = await launchChromium();
  opened.defer(() => browser.close());
  const parts = opened.move();
  afterAll(() => parts.disposeAsync());

  /** A device with a session of its own. */
  async function device(): Promise<Page> {
    const context = await browser.newContext({ baseURL: marquee.url, viewport: { width: 1280, height: 800 } });
    return context.newPage();
  }

  it("is watched on one device, counted on a dashboard, and gone on with on another device", async () => {
    const title = "The Harbour at Noon";
    const { playableId } = await importClip(marquee, title, 60);
    const watchUrl = `${marquee.url}/watch/${playableId}`;

    const dashboard = await device();
    await signIn(dashboard, "carol", { to: `${marquee.url}/live` });
    const total = (viewers: number) => dashboard.getByText(`${viewers} watching`, { exact: true });
    await total(0).waitFor();
    const wasLoadedAt = await dashboard.evaluate(() => performance.timeOrigin);

    const sofa = await device();
    await signIn(sofa, "alice", { profile: "Alice", to: `${marquee.url}/` });
    await sofa.getByRole("searchbox", { name: "Search" }).fill("harbour");
    await sofa.waitForURL("**/search?q=harbour");
    await sofa.getByRole("link", { name: title }).click();
    await sofa.getByRole("button", { name: "Play" }).click();
    await sofa.waitForURL(`${watchUrl}**`);
    await playsFor(sofa, 5);
    await total(1).waitFor({ timeout: 30_000 });
    await dashboard.getByRole("row", { name: title }).getByText("1", { exact: true }).waitFor();

    await sofa.keyboard.press("k");
    const pausedAt = await positionOf(sofa);
    const tablet = await device();
    await signIn(tablet, "alice", { profile: "Alice", to: watchUrl });
    await tablet.getByRole("button", { name: "Start over" }).waitFor();
    expect(Math.abs((await offeredPosition(tablet)) - pausedAt)).toBeLessThanOrEqual(2);

    await sofa.keyboard.press("k");
    await playsFor(sofa, 4);
    await total(1).waitFor({ timeout: 30_000 });
    const leftAt = await positionOf(sofa);
    await sofa.context().close();
    await total(0).waitFor({ timeout: 60_000 });
    await vi.waitFor(async () => expect(Math.abs((await offeredPosition(tablet)) - leftAt)).toBeLessThanOrEqual(2), { timeout: 20_000 });
    await tablet.getByRole("button", { name: /^Resume/ }).click();
    await playsFor(tablet, 1);
    expect(await positionOf(tablet)).toBeGreaterThan(leftAt - 2);

    expect(await dashboard.evaluate(() => performance.timeOrigin), "when the dashboard was loaded").toBe(wasLoadedAt);
  });
});

const positionOf = (page: Page): Promise<number> => page.locator("video").evaluate((video: HTMLVideoElement) => video.currentTime);

/** Waits until so many more seconds of the film were shown. */
async function playsFor(page: Page, seconds: number): Promise<void> {
  await page.locator("video").waitFor({ state: "attached" });
  const from = await positionOf(page);
  await page.waitForFunction((until) => (document.querySelector("video")?.currentTime ?? 0) >= until, from + seconds, { timeout: 60_000 });
}

/** What the button "Resume at 1:05" offers. */
async function offeredPosition(page: Page): Promise<number> {
  const text = await page.getByRole("button", { name: /^Resume at/ }).innerText();
  const [minutes = Number.NaN, seconds = Number.NaN] = (/(\d+):(\d+)/.exec(text) ?? []).slice(1).map(Number);
  return 60 * minutes + seconds;
}
