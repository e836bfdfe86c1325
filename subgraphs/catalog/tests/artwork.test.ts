import { readdir } from "node:fs/promises";
import { afterAll, describe, expect, it } from "vitest";
import { demoTitles } from "../src/seeds/demo-titles.ts";
import { runningCatalog } from "./running-catalog.ts";

const folder = new URL("../artwork/", import.meta.url);

describe("artwork", async () => {
  const catalog = await runningCatalog({ demo: false });
  afterAll(() => catalog[Symbol.asyncDispose]());
  const get = (path: string, headers = {}) => fetch(`${catalog.origin}${path}`, { headers });

  it("is served for each demo title, in the size that the graph names, and small", async () => {
    const pictures = demoTitles.flatMap(({ artwork }) => artwork);
    expect(pictures.map(({ file }) => file).toSorted()).toEqual((await readdir(folder)).toSorted());
    for (const { file, width, height } of pictures) {
      const response = await get(`/artwork/${file}`);
      const svg = await response.text();
      expect(response.headers.get("content-type")).toBe("image/svg+xml");
      expect(svg).toContain(`viewBox="0 0 ${width} ${height}"`);
      expect(svg).not.toMatch(/<script|<image|<text|onload|https?:\/\/(?!www\.w3\.org)/);
      expect(svg.length).toBeLessThan(25_000);
    }
  });

  it("may be kept for a day, and is not sent again unchanged", async () => {
    const response = await get("/artwork/tidewater-poster.svg");
    expect(response.headers.get("cache-control")).toBe("public, max-age=86400");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    const again = await get("/artwork/tidewater-poster.svg", {
      "if-none-match": response.headers.get("etag"),
      "cache-control": "max-age=0",
    });
    expect(again.status).toBe(304);
  });

  it.each([
    "/artwork/no-such-picture.svg",
    "/artwork/..%2fpackage.json",
    "/artwork/%2e%2e%2fREADME.svg",
    "/artwork/..%5c..%5cpackage.json",
    "/artwork/tidewater-poster.svg%00.png",
    "/artwork/Tidewater-Poster.svg",
    "/artwork/.svg",
    "/artwork/%ff.svg",
    "/artwork/",
  ])("has nothing at %s, and says no more", async (path) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe("Not Found");
  });
});
