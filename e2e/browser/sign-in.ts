import type { Page } from "playwright-core";

/** Signs a demo account in by the page's form, as a person would, and goes on to a page of Marquee. Where the account has several profiles, one is chosen. */
export async function signIn(
  page: Page,
  name: "alice" | "bob" | "carol",
  { profile, to }: { profile?: string; to: string },
): Promise<void> {
  await page.goto(to); // leads to the form and, after it, back
  await page.getByLabel("Email").fill(`${name}@marquee.example`);
  await page.getByLabel("Password").fill("marquee-demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  if (profile !== undefined) await page.getByRole("button", { name: profile, exact: true }).click();
  await page.waitForURL(to);
}
