import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const path = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

/** Chromium without a window, with a profile of its own. Close it. */
export async function launchChromium(): Promise<Browser> {
  if (!existsSync(path)) {
    throw new Error(
      `There is no Chromium at ${path}: install it (on Debian: apt-get install chromium), or say where it is in CHROMIUM_PATH.`,
    );
  }
  return chromium.launch({
    executablePath: path,
    args: [
      "--no-sandbox", // it runs as root in containers
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--autoplay-policy=no-user-gesture-required",
    ],
  });
}
