import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importClip } from "../../import-clip.ts";
import { startProcess } from "../../marquee-process.ts";
import { publicGraph } from "../../public-graph.ts";
import { launchChromium } from "../chromium.ts";
import { signIn } from "../sign-in.ts";
import { complaintsOf, listenForTrouble, takeScreenshot } from "./look.ts";
import { tidewater, type Visit, visitsAtFirst, visitsLater } from "./visits.ts";

const windows = [
  { viewport: { width: 1280, height: 800 } },
  { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
] as const;

type Window = (typeof windows)[number];

describe("every page fits, is accessible and troubles nobody", async () => {
  await using opened = new AsyncDisposableStack();
  const home = await mkdtemp(join(tmpdir(), "marquee-pages-"));
  opened.defer(() => rm(home, { recursive: true, force: true }));
  const marquee = opened.use(await startProcess(home));
  const browser = await launchChromium();
  opened.defer(() => browser.close());
  const parts = opened.move();
  afterAll(() => parts.disposeAsync());

  describe("at first", () => see(visitsAtFirst));

  describe("with a film to watch", () => {
    beforeAll(() => importClip(publicGraph(marquee.url), { playableId: tidewater }, 45));
    see(visitsLater);
  });

  function see(visits: readonly Visit[]): void {
    it.for(windows.flatMap((window) => visits.map((visit) => ({ ...visit, window, width: window.viewport.width }))))(
      "$name at $width pixels",
      async ({ name, as, open, isInTrouble, after, window, width }) => {
        const { page, trouble } = await deviceOf(as, window);
        await open(page);
        await takeScreenshot(page, `${name}-${width}`);
        const complaints = await complaintsOf(page);
        const troubles = trouble();
        await after?.(page);
        expect([...complaints, ...(isInTrouble ? [] : troubles)]).toEqual([]);
      },
    );
  }

  interface Device {
    readonly page: Page;
    readonly trouble: () => string[];
  }

  const devices = new Map<string, Promise<Device>>();

  /** The same one each time, signed in by now. */
  function deviceOf(account: Visit["as"], window: Window): Promise<Device> {
    const key = `${account} ${window.viewport.width}`;
    const device = devices.get(key) ?? newDevice(account, window);
    devices.set(key, device);
    return device;
  }

  async function newDevice(account: Visit["as"], window: Window): Promise<Device> {
    const context = await browser.newContext({ ...window, baseURL: marquee.url });
    const page = await context.newPage();
    const trouble = listenForTrouble(page);
    const profile = account === "alice" ? { profile: "Alice" } : {};
    if (account !== "nobody") await signIn(page, account, { ...profile, to: `${marquee.url}/` });
    return { page, trouble };
  }
});
