/**
 * How the demo clips are painted: what is costly (an expression for each pixel) is painted once and held, or painted
 * small and enlarged; what moves is scrolled, laid over or blended, which costs little.
 */

export const framesPerSecond = 24;

/** Scenes are painted at half the size, and enlarged at the end. */
export const canvas = { width: 640, height: 360 };

/** Colour or brightness from 0 to 255 for each channel of a pixel, as expressions of FFmpeg's `geq` filter. */
export interface Paint {
  readonly red: string;
  readonly green: string;
  readonly blue: string;
  /** Opaque where it is left out. */
  readonly alpha?: string;
}

/** A picture that is painted once and held; `finish` is a filter that is put on it first, such as a blur. */
export function painted(width: number, height: number, paint: Paint, finish?: string): string {
  const { red, green, blue, alpha } = paint;
  const brush = `geq=r='${red}':g='${green}':b='${blue}':a='${alpha ?? "255"}'`;
  const format = alpha === undefined ? "yuv420p" : "yuva420p";
  return [
    `color=c=black:s=${width}x${height}:r=${framesPerSecond}:d=0.04,format=rgba`,
    brush,
    ...(finish ? [finish] : []),
    `format=${format}`,
    held,
  ].join(",");
}

/** A picture in grey that is painted again and again, for every second frame; those between are blended. Keep it small. */
export function alive(width: number, height: number, brightness: string): string {
  const between = `framerate=fps=${framesPerSecond}:interp_start=0:interp_end=255:scene=100`;
  return `color=c=black:s=${width}x${height}:r=${framesPerSecond / 2},format=gray,geq=lum='${brightness}',format=yuv420p,${between}`;
}

/** Holds a picture for as long as it is wanted. */
export const held = `loop=loop=-1:size=1:start=0,setpts=N/${framesPerSecond}/TB`;

/** From one colour to the next as `position` goes from 0 to 1, evenly spaced. Colours are `RRGGBB`. */
export function gradient(position: string, colours: readonly string[]): Paint {
  const channel = (offset: number) => {
    const values = colours.map((colour) => Number.parseInt(colour.slice(offset, offset + 2), 16));
    const steps = values
      .slice(1)
      .map((value, index) => `${value - (values[index] ?? 0)}*clip((${position})*${values.length - 1}-${index},0,1)`);
    return `${values[0]}+${steps.join("+")}`;
  };
  return { red: channel(0), green: channel(2), blue: channel(4) };
}

/** Adds a share of a colour to a paint, such as the glow around a light. */
export function withLight(paint: Paint, colour: string, strength: string): Paint {
  const lit = (channel: string, offset: number) =>
    `min(255,${channel}+${Number.parseInt(colour.slice(offset, offset + 2), 16)}*(${strength}))`;
  return { ...paint, red: lit(paint.red, 0), green: lit(paint.green, 2), blue: lit(paint.blue, 4) };
}

/** Colours a grey picture: black becomes the first colour, white the last. */
export function tinted(colours: readonly string[]): string {
  const curve = (offset: number) =>
    colours
      .map(
        (colour, index) =>
          `${(index / (colours.length - 1)).toFixed(3)}/${(Number.parseInt(colour.slice(offset, offset + 2), 16) / 255).toFixed(3)}`,
      )
      .join(" ");
  return `extractplanes=y,format=gbrp,curves=r='${curve(0)}':g='${curve(2)}':b='${curve(4)}'`;
}

/** A number from 0 to 1 that looks random, the same each time for the same expression. */
export const scattered = (seed: string): string => `mod(abs(sin((${seed})*12.9898+4.1414)*43758.5453),1)`;

/** A deterministic sequence of numbers from 0 to 1, for placing things. */
export function* randomNumbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}
