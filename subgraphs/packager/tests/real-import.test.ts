import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse, setOptions } from "hls-parser";
import { pino } from "pino";
import { afterAll, describe, expect, it } from "vitest";
import { mediaEncoder } from "../src/workers/media-encoder.ts";
import { alice, importFinished, resultOf, runPackager, startPlayback } from "./running-packager.ts";

const encoder = mediaEncoder(pino({ level: "silent" }));
const canEncode = await encoder.check().then(
  () => true,
  () => false,
);

// Skipped where neither ffmpeg nor node-av is there: nothing can be encoded then, which `problems()` says.
describe.skipIf(!canEncode)("a real video", async () => {
  setOptions({ strictMode: true });
  const packager = await runPackager({ encoder });
  afterAll(() => packager[Symbol.asyncDispose]());
  const folder = packager.config.importFolders[0] ?? "";
  const fileOf = (name: string) => join(folder, name);
  const sourceOf = (name: string) => pathToFileURL(fileOf(name)).href;

  it("is imported, found by a player in both manifests, and served to its last byte", async () => {
    const percents: number[] = [];
    const signal = AbortSignal.timeout(60_000);
    await encoder.makeDemoClip({
      clip: "tidewater",
      seconds: 5,
      file: fileOf("clip.mp4"),
      onPercent: (percent) => percents.push(percent),
      signal,
    });
    expect(percents).toEqual(percents.toSorted((a, b) => a - b));

    const playableId = await packager.catalogSays();
    const job = await importFinished(packager, { sourceUrl: sourceOf("clip.mp4"), playableId });
    expect(job).toMatchObject({ state: "READY", error: null });
    expect(job.renditions.map(({ kind }: { kind: string }) => kind)).toEqual(expect.arrayContaining(["VIDEO", "AUDIO"]));
    expect(job.renditions[0]).toMatchObject({ width: 1280, height: 720, framesPerSecond: 24, codec: expect.stringMatching(/^avc1\./) });

    const { manifests } = resultOf(await startPlayback(packager.subgraph, alice, { playableId }));
    const get = async (url: string) => {
      const response = await fetch(url.replace(packager.config.mediaBaseUrl, packager.subgraph.origin));
      expect(response.status).toBe(200);
      return Buffer.from(await response.arrayBuffer());
    };
    const master = parse((await get(manifests.hls)).toString());
    if (!("variants" in master)) throw new Error("expected a multivariant playlist");
    for (const variant of master.variants) {
      const media = parse((await get(new URL(variant.uri, manifests.hls).href)).toString());
      if (!("segments" in media)) throw new Error("expected a media playlist");
      expect(media.segments.reduce((sum, { duration }) => sum + duration, 0)).toBeCloseTo(5, 1);
      for (const { uri } of media.segments) expect((await get(new URL(uri, manifests.hls).href)).length).toBeGreaterThan(100);
    }
    const dash = (await get(manifests.dash)).toString();
    expect(dash.match(/<Representation [^>]*codecs="avc1/g)).toHaveLength(master.variants.length);

    const [video] = await packager.sql("SELECT encode_id FROM packager.videos WHERE playable_id = $1", [playableId]);
    const still = await get(`${packager.config.mediaBaseUrl}/stills/${playableId}/${video?.encode_id}.jpg`);
    expect(still.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  }, 90_000);

  it("is told apart from what is none", async () => {
    await writeFile(fileOf("notes.mp4"), "These are notes, not pictures.\n".repeat(100));
    const job = await importFinished(packager, { sourceUrl: sourceOf("notes.mp4"), title: "Notes" });
    expect(job.state).toBe("FAILED");
    expect(job.error).toMatch(/\w+ .*\./);
    expect(job.error).not.toContain(folder);
    expect(existsSync(join(packager.config.mediaDir, job.playable.id))).toBe(false);
  });
});
