import { type Fraction, fraction, ratioOf } from "../packaging/fraction.ts";

/** The rates that cameras and studios really use; a variable rate is made one of these where it is near. */
const usualRates = [
  [10, 1],
  [12, 1],
  [15, 1],
  [24000, 1001],
  [24, 1],
  [25, 1],
  [30000, 1001],
  [30, 1],
  [48, 1],
  [50, 1],
  [60000, 1001],
  [60, 1],
  [90, 1],
  [100, 1],
  [120000, 1001],
  [120, 1],
  [240000, 1001],
  [240, 1],
].map(([numerator = 0, denominator = 1]) => ({ numerator, denominator }));

export const fastestRate = 60;

/**
 * The rate that a picture track really has, judged by when its frames are shown: containers announce rates that their
 * frames do not keep. `announced` are the container's own ideas of it, the likelier first.
 */
export function measureFrameRate(
  frameSeconds: readonly number[],
  announced: readonly (Fraction | undefined)[],
): { readonly frameRate: Fraction; readonly isVariable: boolean } {
  const times = Float64Array.from(frameSeconds).sort();
  const candidates = announced.filter((rate) => rate !== undefined).filter((rate) => ratioOf(rate) <= 1000);
  const kept = candidates.find((rate) => keeps(times, rate));
  if (kept) return { frameRate: kept, isVariable: false };
  return { frameRate: nearestRate(typicalRate(times) ?? 25, candidates), isVariable: true };
}

/** A rate above 60 is divided by a whole number, so that every frame kept is one of the source's. */
export function outputRate(source: Fraction): Fraction {
  const divisor = Math.max(1, Math.ceil(ratioOf(source) / fastestRate - 1e-9));
  return fraction(source.numerator, source.denominator * divisor);
}

/** Each frame lies in its own cell of the rate's grid; timestamps rounded to a millisecond still do. */
function keeps(times: Float64Array, rate: Fraction): boolean {
  const period = 1 / ratioOf(rate);
  const start = times[0] ?? 0;
  return times.every((time, index) => Math.abs(time - start - index * period) < period / 2);
}

function typicalRate(times: Float64Array): number | undefined {
  const gaps = times.map((time, index) => time - (times[index - 1] ?? time)).filter((gap) => gap > 1e-6);
  const median = gaps.sort()[Math.floor(gaps.length / 2)];
  return median === undefined ? undefined : 1 / median;
}

function nearestRate(rate: number, announced: readonly Fraction[]): Fraction {
  const distance = (candidate: Fraction) => Math.abs(Math.log(ratioOf(candidate) / rate));
  const [nearest] = [...announced, ...usualRates].sort((a, b) => distance(a) - distance(b));
  if (nearest && distance(nearest) < 0.03) return nearest;
  return rate >= 1 ? fraction(Math.round(rate), 1) : fraction(1, Math.round(1 / rate));
}
