import { canvas, gradient, painted, scattered, withLight } from "./painting.ts";

/** The sun comes up behind mountains, over the length of the film, and mist drifts in the valleys. */
export function firstLight(seconds: number): string {
  const stars = `(90+120*${scattered("X*3.1+Y")})*gt(${scattered("X*1.31+Y*7.17")},0.997)*clip(1-Y/H*1.5,0,1)/255`;
  const night = withLight(gradient("Y/H", ["0a1230", "1c2c5a", "40507e", "8a6a86", "c08474"]), "ffffff", stars);
  const day = gradient("Y/H", ["5a88b8", "92b4cc", "f0cfa8", "ffc48a", "ffdca8"]);
  const dawn = `offset=${(seconds * 0.08).toFixed(1)}:duration=${(seconds * 0.8).toFixed(1)}`;
  return [
    `${painted(canvas.width, canvas.height, night)}[night]`,
    `${painted(canvas.width, canvas.height, day)}[day]`,
    `${sun()}[sun]`,
    `[night]trim=duration=${seconds}[before];[day]trim=duration=${seconds}[after]`,
    `[before][after]xfade=transition=fade:${dawn}[sky]`,
    `[sky][sun]overlay=format=yuv420:x=${250 - 160}:y='(${canvas.height}*0.66-h/2)-${canvas.height * 0.42}*min(1,t/${seconds})'[a]`,
    ...ranges.map((range, index) => `${mountains(range)}[range${index}]`),
    ...ranges.map((_, index) => `${mist(index)},scroll=h=${[0.0004, -0.0006, 0.001][index]}[mist${index}]`),
    "[a][range0]overlay=format=yuv420:y=H-h[b];[b][mist0]overlay=format=yuv420:y=162[c]",
    "[c][range1]overlay=format=yuv420:y=H-h[d];[d][mist1]overlay=format=yuv420:y=196[e]",
    "[e][range2]overlay=format=yuv420:y=H-h[f];[f][mist2]overlay=format=yuv420:y=246[scene]",
  ].join(";");
}

/** A disc in its glow. */
function sun(): string {
  const distance = "hypot(X-W/2,Y-H/2)";
  const disc = `clip((20-${distance})/1.5,0,1)`;
  return painted(320, 320, {
    red: "255",
    green: `196+52*${disc}`,
    blue: `120+100*${disc}`,
    alpha: `255*clip(${disc}+0.62*exp(-${distance}/34)*clip(1-${distance}/160,0,1),0,1)`,
  });
}

interface Range {
  readonly top: number;
  readonly height: number;
  readonly seed: number;
  readonly colours: readonly string[];
}

const ranges: readonly Range[] = [
  { top: 0.5, height: 74, seed: 1.3, colours: ["46527c", "7a7896"] },
  { top: 0.64, height: 58, seed: 4.1, colours: ["2e3a60", "56608a"] },
  { top: 0.8, height: 44, seed: 7.7, colours: ["141c34", "28345a"] },
];

/** Peaks are sharp, valleys are soft: the upper side of folded waves. */
function mountains({ top, height, seed, colours }: Range): string {
  const fold = (waves: number, share: number) => `${share}*(1-abs(sin(X/W*PI*${waves}+${seed * waves})))`;
  const paintedHeight = 2 * Math.ceil((canvas.height * (1 - top) + height / 2) / 2);
  const line = `(${height}-${height}*(${fold(2.3, 0.55)}+${fold(5.9, 0.28)}+${fold(14.3, 0.12)}+${fold(37, 0.05)}))`;
  return painted(canvas.width, paintedHeight, {
    ...gradient(`clip((Y-${height * 0.25})/${height * 1.4},0,1)`, colours),
    alpha: `255*clip(Y-${line},0,1)`,
  });
}

/** Banks of mist that wrap around at their sides. */
function mist(index: number): string {
  const banks = `(0.5+0.28*sin(X/W*2*PI*2+${index}+sin(Y/14))+0.22*sin(X/W*2*PI*5+${index * 2}+Y/19))`;
  return painted(
    canvas.width,
    84,
    { red: "255", green: "226", blue: "206", alpha: `${78 - 12 * index}*${banks}*pow(sin(PI*Y/H),2)` },
    "gblur=sigma=4:sigmaV=3",
  );
}
