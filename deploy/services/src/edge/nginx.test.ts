import { readFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { pageHeaders, takePort } from "@marquee/standalone/front";
import { describe, expect, it } from "vitest";

const read = (path: string) => readFile(new URL(`../../../${path}`, import.meta.url), "utf8");

/** Where each door is to lead; `undefined` is nowhere. */
const paths: Readonly<Record<string, string | undefined>> = {
  "/": "web",
  "/title/1": "web",
  "/graphql": "router",
  "/graphql/": "web",
  "/healthz": "router",
  "/readyz": "router",
  "/metrics": "router",
  "/.well-known/jwks.json": "users",
  "/.well-known/other": "web",
  "/artwork/poster.jpg": "catalog",
  "/cmcd/token": "watch_history",
  "/media/t/token/a/b/c/master.m3u8": "packager",
  "/media/stills/a/b.jpg": "packager",
  "/media/uploads/film.mp4": "packager",
  "/media/graphql": undefined,
  "/media/": undefined,
};

describe("the edge's routes", async () => {
  const template = await read("edge/nginx.conf.template");

  it("lead where they do when Node.js serves them", async () => {
    await using front = await takePort(0, "127.0.0.1");
    const named =
      (name: string): RequestListener =>
      (_request, response) =>
        void response.end(name);
    const [router, users, catalog, packager, watchHistory] = ["router", "users", "catalog", "packager", "watch_history"].map(named);
    if (!router || !users || !catalog || !packager || !watchHistory) throw new Error("expected five backends");
    front.open({ router, users, catalog, packager, watchHistory, upgrade: () => {}, pages: "/no such folder", demo: undefined });

    const answers = Object.keys(paths).map(async (path) => {
      const response = await fetch(`http://127.0.0.1:${front.port}${path}`);
      const text = await response.text();
      const name = response.ok ? text : text.includes("pages are not built") ? "web" : undefined;
      return [path, name] as const;
    });
    expect(Object.fromEntries(await Promise.all(answers))).toEqual(paths);
  });

  it("lead to the same where nginx serves them", () => {
    expect(Object.fromEntries(Object.keys(paths).map((path) => [path, backendIn(template, path)]))).toEqual(paths);
  });

  it("believe nobody else's claim of a viewer", () => {
    expect(template).toContain('proxy_set_header Marquee-Viewer    "";');
  });

  it("have pages keep to themselves in the same words", async () => {
    const web = await read("web/nginx.conf.template");
    const headers = [...web.matchAll(/^ {2}add_header (\S+)\s+"(.*)";$/gm)].map(([, name = "", value]) => [name, value]);
    expect(Object.fromEntries(headers)).toEqual(pageHeaders);
  });
});

/** nginx takes the exact location, else the longest prefix; there are no regular expressions among these. */
function backendIn(template: string, path: string): string | undefined {
  const locations = [...template.matchAll(/^ {2}location (=|\^~)?\s*(\S+)\s*\{\s*(?:proxy_pass \$([a-z_]+)|return 404)/gm)].map(
    ([, kind, prefix = "", backend]) => ({ kind, prefix, backend: backend?.replace(/_$/, "") }),
  );
  const exact = locations.find(({ kind, prefix }) => kind === "=" && prefix === path);
  const longest = locations
    .filter(({ kind, prefix }) => kind !== "=" && path.startsWith(prefix))
    .toSorted((a, b) => b.prefix.length - a.prefix.length)[0];
  return (exact ?? longest)?.backend;
}
