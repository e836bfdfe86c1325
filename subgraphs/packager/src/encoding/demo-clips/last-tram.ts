import { canvas, gradient, painted, scattered, withLight } from "./painting.ts";

/** A lit tram rides through the sleeping city, mirrored in the wet street. */
export function lastTram(): string {
  const moon = "hypot(X-500,Y-58)";
  const night = withLight(
    gradient("Y/H", ["0a1026", "16204a", "2c3466", "4a4274"]),
    "fff4d8",
    `clip((17-${moon})/1.5,0,1)+0.28*exp(-${moon}/42)`,
  );
  return [
    `${painted(canvas.width, street, night)}[sky]`,
    `${blocks({ narrowest: 34, lowest: 60, tallest: 130, colour: [34, 42, 84], lit: 0.82, seed: 3 })},scroll=h=0.00035,crop=640:${street}:0:0[far]`,
    `${blocks({ narrowest: 52, lowest: 40, tallest: 100, colour: [20, 24, 52], lit: 0.7, seed: 8 })},scroll=h=0.0009,crop=640:${street}:0:0[near]`,
    `${lamps()},scroll=h=0.0042,crop=640:${street}:0:0[lamps]`,
    `${tram()}[tram]`,
    "[sky][far]overlay=format=yuv420[a]",
    "[a][near]overlay=format=yuv420[b]",
    `[b][tram]overlay=format=yuv420:x='178+14*sin(t*0.22)':y='${street}-h-3+0.7*sin(t*5.1)*sin(t*0.9)'[c]`,
    "[c][lamps]overlay=format=yuv420,split[above][mirrored]",
    `[mirrored]vflip,crop=640:${canvas.height - street}:0:0,boxblur=lr=2:lp=1:cr=2:cp=1,hue=b=-1.6:s=0.85[below]`,
    `[above][below]vstack,drawbox=x=0:y=${street}:w=iw:h=2:color=0x05070f@0.9:t=fill[scene]`,
  ].join(";");
}

/** Where the street begins. */
const street = 262;

interface Blocks {
  readonly narrowest: number;
  readonly lowest: number;
  readonly tallest: number;
  readonly colour: readonly [red: number, green: number, blue: number];
  /** The share of windows that are dark. */
  readonly lit: number;
  readonly seed: number;
}

/** A row of houses twice as wide as the picture, with some windows lit. */
function blocks({ narrowest, lowest, tallest, colour, lit, seed }: Blocks): string {
  const house = `floor(X/${narrowest})`;
  const top = `(H-${lowest}-${tallest - lowest}*${scattered(`${house}+${seed}`)})`;
  const wall = `clip(Y-${top},0,1)`;
  const isWindow = `lt(mod(X,8),4.2)*gt(mod(X,8),1)*lt(mod(Y,11),6.5)*gt(mod(Y,11),1)*gt(Y,${top}+5)*lt(mod(X,${narrowest}),${narrowest - 5})*gt(mod(X,${narrowest}),3)`;
  const isLit = `gt(${scattered(`floor(X/8)*1.7+floor(Y/11)*5.3+${seed}`)},${lit})`;
  const light = `${isWindow}*${isLit}*(0.55+0.45*${scattered(`floor(X/8)*3.1+floor(Y/11)`)})`;
  return painted(1280, street, {
    red: `${colour[0]}+(${255 - colour[0]})*${light}`,
    green: `${colour[1]}+(${200 - colour[1]})*${light}`,
    blue: `${colour[2]}+(${120 - colour[2]})*${light}`,
    alpha: `255*${wall}`,
  });
}

/** Street lamps that pass close by. */
function lamps(): string {
  const x = "(mod(X,320)-160)";
  const post = `lt(abs(${x}),1.7)*gt(Y,74)`;
  const arm = `lt(abs(Y-75),1.6)*gt(${x},-1)*lt(${x},26)`;
  const glow = `exp(-hypot(${x}-24,Y-80)/13)`;
  const bulb = `clip(5-hypot((${x}-24)*0.7,(Y-79)*1.4),0,1)`;
  const cone = `0.16*gt(Y,79)*clip(1-abs(${x}-24)/(6+(Y-79)*0.42),0,1)*clip(1-(Y-79)/200,0,1)`;
  const light = `clip(${glow}+${bulb}+${cone},0,1)`;
  return painted(1280, street, {
    red: `8+247*${light}`,
    green: `9+205*${light}`,
    blue: `18+132*${light}`,
    alpha: `255*clip(${post}+${arm}+0.7*${glow}+${bulb}+${cone},0,1)`,
  });
}

/** One carriage: cream above, red below, six windows and a door full of warm light, the headlight before it. */
function tram(): string {
  const inside = (left: string, right: string, top: number, bottom: number) =>
    `(clip(X-${left},0,1)*clip(${right}-X,0,1)*clip(Y-${top},0,1)*clip(${bottom}-Y,0,1))`;
  const round = "clip((1-pow(abs((X-140)/132),14)-pow(abs((Y-46)/38),8))*12,0,1)";
  const body = `(${round}*lt(X,280))`;
  const pane = "mod(X-18,34)";
  const windows = `(${inside("18", "256", 22, 46)}*gt(${pane},2)*lt(${pane},30))`;
  const warm = `(0.93+0.07*sin(X/17))*(1-0.18*(Y-22)/24)`;
  const wheels = "clip(9-hypot(abs(mod(X,280)-140)-84,Y-84),0,1)";
  const pole = "(lt(abs(X-140-(20-Y)*0.9),1.1)*lt(Y,9))";
  const beam = "(gt(X,268)*clip(1-abs(Y-66)/(3+(X-268)*0.16),0,1)*clip(1-(X-268)/110,0,1))";
  const lower = "gt(Y,52)";
  const stripe = "(gt(Y,50)*lt(Y,53))";
  return painted(380, 94, {
    red: `if(gt(${windows},0),255*${warm},if(gt(${body},0),228-70*${lower}+20*${stripe},if(gt(${beam},0),255,14)))`,
    green: `if(gt(${windows},0),218*${warm},if(gt(${body},0),212-170*${lower}-30*${stripe},if(gt(${beam},0),236,14)))`,
    blue: `if(gt(${windows},0),142*${warm},if(gt(${body},0),180-138*${lower}-70*${stripe},if(gt(${beam},0),180,20)))`,
    alpha: `255*clip(${body}+${wheels}*lt(X,280)+${pole}+0.5*${beam},0,1)`,
  });
}
