/**
 * What the demo clips sound like: a chord whose notes swell and fade each in its own time, over a murmur of filtered
 * noise. Half the usual sample rate is enough for both, and takes half the time.
 */
export interface Sound {
  /** Of the chord, in hertz, low to high. */
  readonly notes: readonly number[];
  /** What the noise is put through, such as a low-pass and a slow swell; its colour says how dull it is. */
  readonly murmur: { readonly colour: "brown" | "pink"; readonly filters: string; readonly volume: number };
  /** Makes all of it about -20 LUFS. */
  readonly gain: number;
}

const sampleRate = 24_000;

/** A filter graph that ends in `[sound]`, faded in and out. */
export function soundGraph({ notes, murmur, gain }: Sound, seconds: number): string {
  const side = (shift: number) => notes.map((note, index) => voice(note, index, shift)).join("+");
  return [
    `aevalsrc=exprs='${side(0)}|${side(1.3)}':s=${sampleRate}:d=${seconds}[chord]`,
    `anoisesrc=color=${murmur.colour}:r=${sampleRate}:a=0.5:seed=11:d=${seconds},${murmur.filters},volume=${murmur.volume},aformat=channel_layouts=stereo[murmur]`,
    `[chord][murmur]amix=inputs=2:normalize=0,aecho=0.8:0.6:340|610:0.28|0.2,volume=${gain},` +
      `alimiter=limit=0.7:level=0,atrim=duration=${seconds},afade=t=in:d=2.5,afade=t=out:st=${Math.max(0, seconds - 3.5)}:d=3.5,` +
      "aresample=48000,aformat=sample_fmts=fltp:channel_layouts=stereo,asetnsamples=n=1024:p=0[sound]",
  ].join(";");
}

/** A soft tone with one overtone; higher ones are quieter, and both sides swell at different times. */
function voice(note: number, index: number, shift: number): string {
  const period = 9 + 2.7 * index;
  const strength = (0.11 / (1 + 0.35 * index)).toFixed(3);
  const swell = `(0.55+0.45*sin(${((2 * Math.PI) / period).toFixed(4)}*t+${(index * 1.9 + shift).toFixed(2)}))`;
  const turn = (2 * Math.PI * note).toFixed(3);
  return `${strength}*${swell}*(sin(${turn}*t)+0.22*sin(2*${turn}*t+0.4))`;
}
