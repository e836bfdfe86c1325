import { canvas, framesPerSecond, painted, randomNumbers } from "./painting.ts";

/** Strings of bulbs before the lights of a crowd, out of focus and drifting. */
export function nightMarket(): string {
  const dusk = { red: "16+64*pow(Y/H,2)", green: "11+26*pow(Y/H,2)", blue: "34+2*Y/H" };
  const [far, middle, near] = [bokeh(3, 38, 24, 0.78), bokeh(11, 18, 50, 0.56), bokeh(29, 7, 100, 0.36)];
  return [
    `${painted(canvas.width, canvas.height, dusk)}[dusk]`,
    `${far},scroll=h=0.00022[far]`,
    `${middle},scroll=h=-0.0004[middle]`,
    `${near},scroll=h=0.0008[near]`,
    `${strings()}[strings]`,
    "[dusk][far]overlay=format=yuv420[a]",
    "[a][middle]overlay=format=yuv420:y='5*sin(t*0.4)'[b]",
    "[b][near]overlay=format=yuv420:y='8*sin(t*0.3+2)'[c]",
    "[c][strings]overlay=format=yuv420:x='-20+6*sin(t*0.5)':y='2*sin(t*0.9)'[d]",
    `${stalls()}[stalls]`,
    "[d][stalls]overlay=format=yuv420:y=H-h[scene]",
  ].join(";");
}

/** Warm ones more often, as lamps are. */
const colours = ["ff9a3c", "ffd070", "ffb454", "ff6a4a", "ff7ab0", "58d0c8", "7a8cff", "ffe6b0"];

/** Discs of light with a brighter rim, each placed once on one clear sheet that wraps around at its sides. */
function bokeh(seed: number, count: number, size: number, strength: number): string {
  const random = randomNumbers(seed);
  const next = () => random.next().value;
  const discs = Array.from({ length: count }, (_, index) => ({
    colour: Math.floor(next() * colours.length),
    x: Math.round(((index + next()) / count) * (canvas.width - size)),
    y: Math.round(12 + next() * (canvas.height - size - 24)),
  }));
  const sheet = `sheet${seed}`;
  const sprites = colours.flatMap((colour, kind) => {
    const names = discs.flatMap((disc, index) => (disc.colour === kind ? [`[${sheet}disc${index}]`] : []));
    return names.length === 0 ? [] : [`${disc(size, colour, strength)},split=${names.length}${names.join("")}`];
  });
  const placing = discs.map(
    ({ x, y }, index) => `[${sheet}-${index}][${sheet}disc${index}]overlay=format=auto:x=${x}:y=${y}[${sheet}-${index + 1}]`,
  );
  const clear = `color=c=black@0:s=${canvas.width}x${canvas.height}:r=${framesPerSecond},format=yuva420p[${sheet}-0]`;
  return [
    ...sprites,
    clear,
    ...placing,
    `[${sheet}-${count}]trim=end_frame=1,loop=loop=-1:size=1:start=0,setpts=N/${framesPerSecond}/TB`,
  ].join(";");
}

function disc(size: number, colour: string, strength: number): string {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const radius = "(hypot(X-W/2+0.5,Y-H/2+0.5)/(W/2-1.5))";
  const alpha = `255*${strength}*clip((1-${radius})*W/5,0,1)*(0.72+0.5*pow(${radius},5))`;
  return painted(size, size, { red: String(red), green: String(green), blue: String(blue), alpha });
}

/** Two cables that hang through, and a bulb with its glow every so often. */
function strings(): string {
  const cable = (height: number, sag: number, span: number, shift: number) => {
    const drop = `(${height}+${sag}*(1-pow((mod(X+${shift},${span})-${span / 2})/${span / 2},2)))`;
    const bulbX = "(mod(X+14,28)-14)";
    return {
      wire: `0.8*lt(abs(Y-${drop}),0.8)`,
      glow: `exp(-(pow(${bulbX},2)+pow(Y-${drop}-5,2))/34)`,
      bulb: `clip(3.6-hypot(${bulbX},Y-${drop}-5),0,1)`,
    };
  };
  const [upper, lower] = [cable(22, 42, 360, 60), cable(64, 52, 470, 250)];
  const sum = (part: "wire" | "glow" | "bulb") => `(${upper[part]}+${lower[part]})`;
  const lit = `clip(${sum("bulb")}+${sum("glow")},0,1)`;
  return painted(canvas.width + 40, 180, {
    red: `30+225*${lit}`,
    green: `22+190*${lit}`,
    blue: `30+95*${lit}+90*clip(${sum("bulb")},0,1)`,
    alpha: `255*clip(${sum("wire")}+${sum("bulb")}+0.62*${sum("glow")},0,1)`,
  });
}

/** The roofs of the stalls in front, striped and scalloped, dark against the lights. */
function stalls(): string {
  const stall = "mod(X+40,240)";
  const slope = `(26+10*abs(${stall}-120)/120)`;
  const hem = `(${slope}+34+4*abs(sin(X*PI/20)))`;
  const roof = `(lt(${stall},224)*clip(Y-${slope},0,1)*clip(${hem}-Y,0,1))`;
  const counter = `(lt(${stall},216)*gt(${stall},8)*clip(Y-88,0,1))`;
  const post = `(lt(abs(${stall}-14),2.5)+lt(abs(${stall}-208),2.5))*gt(Y,40)`;
  const stripe = "mod(floor((X+40)/20),2)";
  return painted(canvas.width, 110, {
    red: `18+${roof}*(50+46*${stripe})`,
    green: `10+${roof}*(12+34*${stripe})`,
    blue: `16+${roof}*(16+24*${stripe})`,
    alpha: `250*clip(${roof}+${counter}+${post},0,1)`,
  });
}
