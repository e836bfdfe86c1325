import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { graphql } from "../../generated/index.ts";
import { startProcess } from "../../marquee-process.ts";
import { publicGraph } from "../../public-graph.ts";
import { launchChromium } from "../chromium.ts";
import { decodeRendition } from "./decode.ts";
import { absence, type Film, films, makeStandIn, realFile } from "./films.ts";
import { type PlayerName, startPlayerSite } from "./player-site.ts";
import { readDash, readHls } from "./renditions.ts";

const run = promisify(execFile);
const repository = fileURLToPath(new URL("../../..", import.meta.url));

const startDocument = graphql(`
  mutation StartForPlayers($input: StartPlaybackInput!) {
    startPlayback(input: $input) { __typename ... on PlaybackSession { manifests { hls dash } } ... on Refusal { message } }
  }
`);

describe("a film", async () => {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "marquee-players-"));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const marquee = opened.use(await startProcess(join(folder, "home")));
  const graph = publicGraph(marquee.url);
  const site = opened.use(await startPlayerSite());
  const browser = await launchChromium();
  opened.defer(() => browser.close());
  const parts = opened.move();
  afterAll(() => parts.disposeAsync());

  for (const film of films) {
    const real = realFile(film);
    if (!real) describe(film.file, () => it("plays", ({ skip }) => skip(absence(film))));
    const name = real ? film.file : `a generated clip in the place of ${film.file}`;
    describe(name, () => canBePlayed(film, async () => real ?? makeStandIn(film, folder)));
  }

  function canBePlayed(film: Film, sourceOf: () => Promise<string>): void {
    const seconds = Math.max(film.pictureSeconds, film.soundSeconds ?? 0);
    let manifests = { hls: "", dash: "" };
    beforeAll(async () => {
      manifests = await importFilm(await sourceOf());
    }, 180_000);

    it.for<[PlayerName, "hls" | "dash"]>([
      ["hls.js", "hls"],
      ["dash.js", "dash"],
      ["Shaka Player", "dash"],
      ["Shaka Player", "hls"],
    ])("plays in %s from its %s manifest, from another origin", async ([player, format]) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(site.pageOf(player, manifests[format]));
      const played = await page.waitForFunction(
        (enough) => {
          const video = document.querySelector("video");
          if (!video) throw new Error("there is no video");
          const failures: string[] = Reflect.get(window, "failures");
          if (failures.length === 0 && video.currentTime < enough) return undefined;
          const { totalVideoFrames } = video.getVideoPlaybackQuality();
          const soundBytes: number = Reflect.get(video, "webkitAudioDecodedByteCount");
          return { failures, totalVideoFrames, soundBytes, shape: video.videoWidth / video.videoHeight, seconds: video.duration };
        },
        Math.min(5, seconds - 0.2),
        { timeout: 60_000, polling: 50 },
      );
      const { failures, totalVideoFrames, soundBytes, shape, seconds: shown } = (await played.jsonValue()) ?? {};
      await context.close();

      expect(failures).toEqual([]);
      expect(Math.abs(Number(shape) / (film.width / film.height) - 1)).toBeLessThan(0.01);
      expect(Math.abs(Number(shown) - seconds)).toBeLessThan(0.1);
      expect(totalVideoFrames).toBeGreaterThan(1);
      if (film.soundSeconds === undefined) expect(soundBytes).toBe(0);
      else expect(soundBytes).toBeGreaterThan(0);
    });

    it("has the same segments in both manifests, which strict parsers accept", async () => {
      const [hls, dash] = await Promise.all([readHls(manifests.hls), readDash(manifests.dash)]);
      const pathsOf = (renditions: typeof hls) =>
        renditions.map(({ kind, urls }) => `${kind} ${urls.map((url) => /[^/]+\/[^/]+$/.exec(url)?.[0])}`);
      expect(pathsOf(dash).toSorted()).toEqual(pathsOf(hls).toSorted());
      expect(hls.some(({ kind }) => kind === "AUDIO")).toBe(film.soundSeconds !== undefined);
    });

    it("lasts as long as its source on each rendition, at the source's rate and shape", async () => {
      const frame = secondsOfFrame(film.sourceRate);
      for (const rendition of await readHls(manifests.hls)) {
        const { seconds, rate, width, height } = await decodeRendition(rendition, folder);
        const source = rendition.kind === "VIDEO" ? film.pictureSeconds : (film.soundSeconds ?? 0);
        const tolerance = frame + 1e-6;
        expect(Math.abs(seconds - source), `decoded ${rendition.kind} of ${seconds} s`).toBeLessThanOrEqual(tolerance);
        expect(Math.abs(rendition.seconds - source), `announced ${rendition.kind}`).toBeLessThanOrEqual(tolerance);
        if (rendition.kind === "AUDIO") continue;
        expect(rate).toBe(film.rate);
        expect(Math.abs(width / height / (film.width / film.height) - 1)).toBeLessThan(0.01);
        expect(width).toBeLessThanOrEqual(film.width);
      }
    });
  }

  async function importFilm(file: string): Promise<{ hls: string; dash: string }> {
    const { stdout } = await run("npm", ["run", "--silent", "import", "--", file, "--title", `Imported ${file}`, "--json"], {
      cwd: repository,
      env: { ...process.env, PORT: new URL(marquee.url).port },
    });
    const { id } = JSON.parse(stdout) as { id: string };
    const input = { playableId: id, idempotencyKey: crypto.randomUUID() };
    const { data } = await graph.ask(startDocument, { input }, await graph.signIn("alice"));
    if (!data || !("manifests" in data.startPlayback)) throw new Error(`it cannot be played: ${JSON.stringify(data)}`);
    return data.startPlayback.manifests;
  }
});

function secondsOfFrame(rate: string): number {
  const [numerator = Number.NaN, denominator = Number.NaN] = rate.split("/").map(Number);
  return denominator / numerator;
}
