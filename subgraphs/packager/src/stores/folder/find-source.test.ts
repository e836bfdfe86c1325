import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { sourceFinder } from "./find-source.ts";
import { folderMediaStore } from "./folder-media-store.ts";

describe("a source", async () => {
  const top = await mkdtemp(join(tmpdir(), "marquee sources "));
  afterAll(() => rm(top, { recursive: true, force: true }));
  const allowed = join(top, "allowed");
  await mkdir(join(allowed, "deep"), { recursive: true });
  await mkdir(join(top, "allowed-not"));
  await Promise.all(
    ["allowed/film.mp4", "allowed/deep/film.mp4", "allowed-not/film.mp4", "secret.mp4"].map((f) => writeFile(join(top, f), "x")),
  );
  await symlink(join(top, "secret.mp4"), join(allowed, "link.mp4"));
  await symlink(join(allowed, "film.mp4"), join(allowed, "alias.mp4"));
  await symlink(top, join(allowed, "up"));

  const media = folderMediaStore(join(top, "media"));
  const uploadId = await media.addUpload(one(Buffer.from("x")), 10);
  const find = sourceFinder(media, [allowed, join(top, "absent")]);
  const file = (path: string) => pathToFileURL(join(top, path)).href;

  it.each([
    ["a file of an allowed folder", file("allowed/film.mp4")],
    ["one of a folder in it", file("allowed/deep/film.mp4")],
    ["a link to a file of the same folder", file("allowed/alias.mp4")],
    ["an upload", `upload:${uploadId}`],
  ])("is found: %s", async (_name, url) => {
    expect(await find(url)).toMatchObject({ kind: "SourceFile" });
  });

  it.each([
    ["a file elsewhere", file("secret.mp4"), "not in a folder"],
    ["a file of a folder whose name begins alike", file("allowed-not/film.mp4"), "not in a folder"],
    ["a link that leads out", file("allowed/link.mp4"), "not in a folder"],
    ["a folder link that leads out", file("allowed/up/secret.mp4"), "not in a folder"],
    ["dots that lead out", `${file("allowed")}/../secret.mp4`, "not in a folder"],
    ["encoded dots that lead out", `${file("allowed")}/%2e%2e/secret.mp4`, "not in a folder"],
    ["an encoded slash", `${file("allowed")}%2ffilm.mp4`, "not in a folder"],
    ["a NUL", `${file("allowed/film.mp4")}%00`, "no such file"],
    ["a file of another machine", "file://elsewhere/film.mp4", "not in a folder"],
    ["what does not exist elsewhere", file("nothing.mp4"), "not in a folder"],
    ["what does not exist in an allowed folder", file("allowed/nothing.mp4"), "no such file"],
    ["a folder", file("allowed/deep"), "something else"],
    ["an unknown upload", "upload:00000000-0000-4000-8000-000000000000", "no upload"],
    ["an upload by its path", "upload:../../secret.mp4", "no upload"],
    ["another scheme", "https://example.com/film.mp4", '"https:"'],
    ["a demo clip", "demo:tidewater", '"demo:"'],
    ["no URL", "film.mp4", "Expected a URL"],
  ])("is refused: %s", async (_name, url, reason) => {
    const found = await find(url);
    expect(found).toMatchObject({ kind: "InvalidSource", message: expect.stringContaining(reason) });
    expect(JSON.stringify(found)).not.toContain(top);
  });
});

async function* one(chunk: Buffer) {
  yield chunk;
}
