import { canvas, gradient, painted, scattered, withLight } from "./painting.ts";

/** Morning hills from the window of a train, each row passing faster than the one behind it. */
export function windowSeat(): string {
  const sun = "hypot(X-190,Y-92)";
  const morning = withLight(
    gradient("Y/H", ["8fb8d8", "b8d4e0", "f2e2cc", "f8d8b4", "f4e8d8"]),
    "fff6dc",
    `clip((24-${sun})/2,0,1)+0.35*exp(-${sun}/60)`,
  );
  return [
    `${painted(canvas.width, canvas.height, morning)}[sky]`,
    `${hills({ top: 0.5, height: 34, waves: [2, 5], bumps: 2, colours: ["9db4c6", "c4d0d4"] })},scroll=h=0.00022[mountains]`,
    `${hills({ top: 0.6, height: 24, waves: [3, 7], bumps: 2, colours: ["84a69a", "b4c8a8"] })},scroll=h=0.0007[hills]`,
    `${hills({ top: 0.71, height: 20, waves: [4, 9], bumps: 5, colours: ["5d8a66", "94b070"] })},scroll=h=0.0019[woods]`,
    `${hills({ top: 0.85, height: 12, waves: [5, 11], bumps: 9, colours: ["34583c", "4c7440"] })},scroll=h=0.0062[hedge]`,
    `${poles()},scroll=h=0.0105[poles]`,
    `${frame()}[frame]`,
    "[sky][mountains]overlay=format=yuv420:y=H-h[a]",
    "[a][hills]overlay=format=yuv420:y=H-h[b]",
    "[b][woods]overlay=format=yuv420:y=H-h[c]",
    "[c][hedge]overlay=format=yuv420:y=H-h[d]",
    "[d][poles]overlay=format=yuv420:y=H-h[e]",
    "[e][frame]overlay=format=yuv420:x='-8+1.2*sin(t*2.1)':y='-8+1.6*sin(t*3.3)*sin(t*0.7)'[scene]",
  ].join(";");
}

interface Hills {
  /** Where their middle lies, as a share of the picture's height. */
  readonly top: number;
  readonly height: number;
  /** How many waves make up the line: whole numbers, so that both ends meet. */
  readonly waves: readonly [number, number];
  /** How high bushes and trees stand on it. */
  readonly bumps: number;
  readonly colours: readonly string[];
}

/** A row of hills twice as wide as the picture, lighter towards its foot where the mist lies. */
function hills({ top, height, waves, bumps, colours }: Hills): string {
  const angle = "(X/W*2*PI)";
  const trees = `${bumps}*(${scattered("floor(X/11)")}*sqrt(max(0,1-pow((mod(X,11)-5.5)/5.5,2)))+0.6*${scattered("floor(X/5)")})`;
  const aboveLine = height + 2 * bumps;
  const paintedHeight = 2 * Math.ceil((canvas.height * (1 - top) + aboveLine) / 2);
  const line = `(${aboveLine}+${height}*(0.7*sin(${angle}*${waves[0]}+${top}*9)+0.3*sin(${angle}*${waves[1]}))-${trees})`;
  return painted(1280, paintedHeight, {
    ...gradient(`clip((Y-${aboveLine - height})/${height * 2.8},0,1)`, colours),
    alpha: `255*clip(Y-${line},0,1)`,
  });
}

/** Telegraph poles by the track, blurred as they fly past, and the wires between them. */
function poles(): string {
  const x = "(mod(X,640)-320)";
  const along = "(mod(X+320,640)/640)";
  const wire = (height: number) => `0.5*clip(1.3-abs(Y-${height}-96*${along}*(1-${along})),0,1)`;
  const post = `exp(-pow(${x}/5,2))`;
  const arm = `lt(abs(Y-18),2)*exp(-pow(${x}/20,4))`;
  return painted(1280, 300, { red: "52", green: "44", blue: "40", alpha: `255*clip(0.8*${post}+0.7*${arm}+${wire(16)}+${wire(30)},0,1)` });
}

/** The dark inside of the carriage around a window with round corners, a little larger than the picture so that it may sway. */
function frame(): string {
  const edge = "(pow(abs((X-W/2)/(W/2-34)),9)+pow(abs((Y-H/2+6)/(H/2-36)),9))";
  const rubber = `clip((${edge}-1)*5,0,1)`;
  const wall = `clip((${edge}-1.7)*3,0,1)`;
  const reflection = `0.10*clip(1-abs(X-Y*0.5-330)/46,0,1)*(1-${rubber})`;
  return painted(canvas.width + 16, canvas.height + 16, {
    red: `20+44*${wall}+235*${reflection}*4`,
    green: `20+36*${wall}+235*${reflection}*4`,
    blue: `24+32*${wall}+235*${reflection}*4`,
    alpha: `255*clip(${rubber}+${reflection},0,1)`,
  });
}
