import { describe, expect, it } from "vitest";
import { encodingToolsContract } from "./encoding-tools.contract.ts";
import { EncoderFailed } from "./errors.ts";
import { findFfmpeg, findNodeAv } from "./find-tools.ts";
import { demoClips, generateDemoClip, probeSource } from "./index.ts";
import { runProcess } from "./run-process.ts";
import { hasFfmpeg, scratchFolder } from "./test-clips.ts";

const nodeAv = await findNodeAv();
const ffmpeg = hasFfmpeg ? await findFfmpeg() : undefined;

describe.skipIf(!ffmpeg)("ffmpeg from the PATH (needs ffmpeg 5 or later)", () => {
  encodingToolsContract(async () => ffmpeg ?? expect.unreachable());
});

describe.skipIf(!nodeAv)("FFmpeg's libraries from npm (needs node-av for this platform)", () => {
  encodingToolsContract(async () => nodeAv ?? expect.unreachable());
});

const engine = ffmpeg ?? nodeAv;
const names = Object.keys(demoClips).filter((name): name is keyof typeof demoClips => name in demoClips);

describe.skipIf(!engine)("the demo films (need ffmpeg or node-av)", () => {
  it.for(names)("%s has pictures and sound of the length that is asked for", { timeout: 60_000 }, async (name) => {
    await using scratch = await scratchFolder();
    const tools = engine ?? expect.unreachable();
    const signal = AbortSignal.timeout(60_000);
    await generateDemoClip({ tools, name, seconds: 1, outFile: scratch.path("demo.mp4"), signal });
    expect(await probeSource(tools, scratch.path("demo.mp4"), signal)).toMatchObject({
      video: { width: 1280, height: 720, frameRate: { numerator: 24, denominator: 1 }, durationSeconds: expect.closeTo(1, 3) },
      audio: [{ channels: 2, durationSeconds: expect.closeTo(1, 1) }],
    });
  });
});

describe("a program that is run", () => {
  const limits = () => ({ signal: AbortSignal.timeout(20_000), silenceMs: 20_000 });

  it("hands on its lines, its complaints and its code", async () => {
    const lines: string[] = [];
    const script = "console.log('one\\ntwo'); console.error('oh'); process.exitCode = 3";
    const finished = await runProcess(process.execPath, ["-e", script], { ...limits(), onLine: (line) => lines.push(line) });
    expect(finished).toEqual({ code: 3, complaints: "oh\n" });
    expect(lines).toEqual(["one", "two"]);
  });

  it("sees none of our environment's secrets", async () => {
    const lines: string[] = [];
    await runProcess(process.execPath, ["-e", "console.log(Object.keys(process.env).join())"], {
      ...limits(),
      onLine: (line) => lines.push(line),
    });
    expect(lines.join()).toContain("PATH");
    expect(lines.join()).not.toMatch(/SECRET|TOKEN|DATABASE_URL|VITEST/);
  });

  it("is stopped once it is silent for too long", async () => {
    const forever = runProcess(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { ...limits(), silenceMs: 300 });
    await expect(forever).rejects.toBeInstanceOf(EncoderFailed);
  });

  it("is missed in words of our own", async () => {
    await expect(runProcess("/no/such/program", [], limits())).rejects.toThrow(/could not be started/);
  });
});
