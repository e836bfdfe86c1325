import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What is known of a source, and what that makes of its renditions. */
export interface Film {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  /** As ffprobe says it: of the source, and what its renditions must have. */
  readonly sourceRate: string;
  readonly rate: string;
  readonly pictureSeconds: number;
  /** Absent: it has no sound. */
  readonly soundSeconds?: number;
  /** How ffmpeg makes a film with the same traits. */
  readonly standIn: readonly string[];
}

const picture = (traits: string) => ["-f", "lavfi", "-i", `testsrc2=${traits}`];
const sound = (seconds: number, layout: string) => [
  "-f",
  "lavfi",
  "-i",
  `sine=440:sample_rate=48000:duration=${seconds},aformat=channel_layouts=${layout}`,
];

export const films: readonly Film[] = [
  {
    file: "bigbuckbunny.mp4",
    width: 1280,
    height: 720,
    sourceRate: "25/1",
    rate: "25/1",
    pictureSeconds: 132 / 25,
    soundSeconds: 5.312,
    standIn: [...picture("size=1280x720:rate=25:duration=5.28"), ...sound(5.312, "5.1"), "-pix_fmt", "yuv420p"],
  },
  {
    file: "action-camera-240fps.mp4",
    width: 1280,
    height: 720,
    sourceRate: "240000/1001",
    rate: "60000/1001",
    pictureSeconds: (123 * 1001) / 240_000,
    soundSeconds: 25 * (1024 / 48_000),
    standIn: [
      ...picture("size=1280x720:rate=240000/1001:duration=0.513"),
      ...sound(0.5333, "stereo"),
      ...["-pix_fmt", "yuvj420p", "-r", "240000/1001", "-video_track_timescale", "240000"], // else ffmpeg takes it for 240
    ],
  },
  {
    file: "street-no-audio.avi",
    width: 768,
    height: 576,
    sourceRate: "10/1",
    rate: "10/1",
    pictureSeconds: 795 / 10,
    standIn: [...picture("size=768x576:rate=10:duration=79.5"), "-c:v", "msmpeg4", "-b:v", "1M"],
  },
];

const folder = resolve(process.env.MARQUEE_TEST_MEDIA ?? fileURLToPath(new URL("../../../../shared/media", import.meta.url)));

/** The real file; undefined where it is absent. */
export function realFile({ file }: Film): string | undefined {
  const path = join(folder, file);
  return existsSync(path) ? path : undefined;
}

/** Why a test of the real file is skipped. */
export const absence = ({ file }: Film): string =>
  `there is no ${file} in ${folder} (MARQUEE_TEST_MEDIA): a generated clip takes its place`;

export async function makeStandIn({ file, standIn }: Film, into: string): Promise<string> {
  const path = join(into, file);
  await run("ffmpeg", ["-v", "error", ...standIn, path]);
  return path;
}
