import type { Page } from "playwright-core";
import { otherDevice } from "../other-devices.ts";

/** What of the demo's catalogue is visited. */
export const tidewater = "00000000-0000-4000-8000-000000000001";
const paperLanterns = "00000000-0000-4000-8000-000000000002";
const smallHours = "00000000-0000-4000-8000-0000000000a0";

export interface Visit {
  /** Of the page and its state; also of the screenshot. */
  readonly name: string;
  readonly as: "nobody" | "alice" | "bob" | "carol";
  /** Brings the page into its state, and returns when it is there. */
  readonly open: (page: Page) => Promise<unknown>;
  /** Whether requests that fail are what the page is about. */
  readonly isInTrouble?: boolean;
  /** Puts right what `open` did to the browser. */
  readonly after?: (page: Page) => Promise<unknown>;
}

/** Before anything was imported. */
export const visitsAtFirst: readonly Visit[] = [
  {
    name: "sign-in",
    as: "nobody",
    open: async (page) => {
      await page.goto("/sign-in");
      await page.getByRole("heading", { name: "Demo accounts" }).waitFor();
    },
  },
  {
    name: "sign-in-refused",
    as: "nobody",
    open: async (page) => {
      await page.goto("/sign-in");
      await page.getByLabel("Email").fill("alice@marquee.example");
      await page.getByLabel("Password").fill("a wrong one");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("alert").waitFor();
    },
  },
  {
    name: "sign-up",
    as: "nobody",
    open: async (page) => {
      await page.goto("/sign-up");
      await page.getByRole("heading", { name: "Create an account" }).waitFor();
    },
  },
  {
    name: "profiles",
    as: "alice",
    open: async (page) => {
      await page.goto("/profiles");
      await page.getByRole("button", { name: "Kit", exact: true }).waitFor();
    },
  },
  {
    name: "profiles-pin",
    as: "alice",
    open: async (page) => {
      await page.goto("/profiles");
      await page.getByRole("button", { name: "Den", exact: true }).click();
      await page.getByRole("dialog", { name: "PIN of Den" }).waitFor();
    },
  },
  {
    name: "profiles-edit",
    as: "alice",
    open: async (page) => {
      await page.goto("/profiles");
      await page.getByRole("button", { name: "Manage profiles" }).click();
      await page.getByRole("button", { name: "Edit Den" }).click();
      await page.getByRole("dialog", { name: "Edit Den" }).waitFor();
    },
  },
  {
    name: "home-at-first",
    as: "alice",
    open: async (page) => {
      await page.goto("/");
      await page.getByRole("region", { name: "Featured" }).waitFor();
    },
  },
  {
    name: "profile-menu",
    as: "alice",
    open: async (page) => {
      await page.goto("/");
      await page.getByRole("region", { name: "Featured" }).waitFor();
      await page.getByRole("button", { name: "Menu of Alice" }).click();
      await page.getByRole("link", { name: "Switch profile" }).waitFor();
    },
  },
  {
    name: "search",
    as: "alice",
    open: async (page) => {
      await page.goto("/search?q=star");
      await page.getByRole("link", { name: "Star Wars" }).first().waitFor();
    },
  },
  {
    name: "search-without-results",
    as: "alice",
    open: async (page) => {
      await page.goto("/search?q=zzzzzzzz");
      await page.getByRole("heading", { name: /^Nothing fits/ }).waitFor();
    },
  },
  {
    name: "title-series",
    as: "alice",
    open: async (page) => {
      await page.goto(`/title/${smallHours}`);
      await page.getByRole("heading", { name: "Small Hours" }).waitFor();
    },
  },
  {
    name: "title-unknown",
    as: "alice",
    open: async (page) => {
      await page.goto("/title/00000000-0000-4000-8000-00000000ffff");
      await page.getByRole("heading", { name: "There is no such title" }).waitFor();
    },
  },
  {
    name: "watch-not-ready",
    as: "alice",
    open: async (page) => {
      await page.goto(`/watch/${paperLanterns}`);
      await page.getByRole("heading", { name: /Paper Lanterns/ }).waitFor();
    },
  },
  {
    name: "history-empty",
    as: "bob",
    open: async (page) => {
      await page.goto("/history");
      await page.getByRole("heading", { name: "Nothing watched yet" }).waitFor();
    },
  },
  {
    name: "account",
    as: "alice",
    open: async (page) => {
      await page.goto("/account");
      await page.getByText("This device").waitFor();
    },
  },
  {
    name: "live-empty",
    as: "carol",
    open: async (page) => {
      await page.goto("/live");
      await page.getByRole("heading", { name: "Nobody is watching" }).waitFor();
    },
  },
  {
    name: "studio-empty",
    as: "carol",
    open: async (page) => {
      await page.goto("/studio");
      await page.getByRole("heading", { name: "Nothing was imported yet" }).waitFor();
    },
  },
  {
    name: "not-found",
    as: "alice",
    open: async (page) => {
      await page.goto("/no/such/page");
      await page.getByRole("heading", { name: "Nothing is playing here" }).waitFor();
    },
  },
];

/** When Tidewater can be played. The order tells an evening: what alice watches is what carol and the later pages see. */
export const visitsLater: readonly Visit[] = [
  {
    name: "title-film",
    as: "alice",
    open: async (page) => {
      await page.goto(`/title/${tidewater}`);
      await page.getByRole("button", { name: /^(Play|Resume)/ }).waitFor();
    },
  },
  {
    name: "watch-playing",
    as: "alice",
    open: async (page) => {
      await page.goto(`/watch/${tidewater}?at=start`);
      await page.waitForFunction(() => (document.querySelector("video")?.currentTime ?? 0) > 2);
      await page.keyboard.press("Shift"); // wakes the controls
      await page.getByRole("button", { name: "Pause" }).waitFor();
    },
  },
  {
    name: "watch-quality",
    as: "alice",
    open: async (page) => {
      await page.keyboard.press("Shift");
      await page.getByRole("button", { name: "Quality" }).click();
      await page.getByText("Auto", { exact: false }).first().waitFor();
    },
    after: (page) => page.keyboard.press("Escape"),
  },
  {
    name: "live",
    as: "carol",
    open: async (page) => {
      await page.goto("/live");
      await page.getByRole("row", { name: /Tidewater/ }).waitFor();
    },
  },
  {
    name: "watch-resume",
    as: "alice",
    open: async (page) => {
      await page.keyboard.press("k");
      await page.goto(`/watch/${tidewater}`);
      await page.getByRole("button", { name: "Start over" }).waitFor();
    },
  },
  {
    name: "home",
    as: "alice",
    open: async (page) => {
      await page.goto("/");
      await page.getByRole("region", { name: "Continue watching" }).waitFor();
    },
  },
  {
    name: "history",
    as: "alice",
    open: async (page) => {
      await page.goto("/history");
      await page.getByRole("link", { name: "Tidewater" }).first().waitFor();
    },
  },
  {
    name: "watch-end",
    as: "bob",
    open: async (page) => {
      await page.goto(`/watch/${tidewater}?at=start`);
      await page.waitForFunction(() => (document.querySelector("video")?.currentTime ?? 0) > 0.5);
      await page.locator("video").evaluate((video: HTMLVideoElement) => {
        video.currentTime = video.duration - 0.5;
      });
      await page.getByRole("button", { name: "Watch again" }).waitFor();
    },
  },
  {
    name: "watch-too-many",
    as: "bob",
    open: async (page) => {
      await page.goto("/");
      for (const name of ["Living room TV", "Tablet"]) await (await otherDevice(page, "bob", name)).start(tidewater);
      await page.goto(`/watch/${tidewater}?at=start`);
      await page.getByRole("button", { name: "Stop it on Tablet and watch here" }).waitFor();
    },
    after: async (page) => {
      await page.getByRole("button", { name: "Stop it on Tablet and watch here" }).click();
      await page.waitForFunction(() => (document.querySelector("video")?.currentTime ?? 0) > 0.5);
    },
  },
  {
    name: "watch-stopped-elsewhere",
    as: "bob",
    open: async (page) => {
      const phone = await otherDevice(page, "bob", "Phone");
      for (const { sessionId } of await phone.inTheWay(tidewater)) await phone.end(sessionId);
      await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange"))); // as when its window is looked at again
      await page.getByRole("heading", { name: "Playback was stopped" }).waitFor();
    },
    after: async (page) => {
      await page.getByRole("button", { name: "Watch here" }).click();
      await page.waitForFunction(() => (document.querySelector("video")?.currentTime ?? 0) > 0.5);
      await page.goto("/"); // gives its stream back
    },
  },
  {
    name: "studio",
    as: "carol",
    open: async (page) => {
      await page.goto("/studio");
      await page.getByLabel("Video file").setInputFiles({ name: "notes.mp4", mimeType: "video/mp4", buffer: Buffer.from("Only notes.") });
      const title = `Notes on ${page.viewportSize()?.width}`;
      await page.getByLabel("Title").fill(title);
      await page.getByRole("button", { name: "Import" }).click();
      await page.getByRole("article").filter({ hasText: title }).getByText("Failed").waitFor();
    },
  },
  {
    name: "loading",
    as: "bob",
    open: async (page) => {
      await page.goto("/");
      await page.getByRole("region", { name: "Featured" }).waitFor();
      await page.route("**/graphql", () => {}); // never answered
      await page.getByRole("link", { name: "More about it" }).click();
      await page.getByText("Loading the title").waitFor({ state: "attached" });
    },
    after: (page) => page.unrouteAll(),
  },
  {
    name: "offline",
    as: "bob",
    isInTrouble: true,
    open: async (page) => {
      await page.goto("/");
      await page.getByRole("region", { name: "Featured" }).waitFor();
      await page.context().setOffline(true);
      await page.getByRole("link", { name: "More about it" }).click();
      await page.getByRole("button", { name: "Try again" }).waitFor();
    },
    after: (page) => page.context().setOffline(false),
  },
  {
    name: "unreachable",
    as: "bob",
    isInTrouble: true,
    open: async (page) => {
      await page.route("**/graphql", (route) => route.abort());
      await page.goto("/");
      await page.getByRole("heading", { name: "Marquee does not answer" }).waitFor();
    },
    after: (page) => page.unrouteAll(),
  },
];
