/** An exact ratio of whole numbers, such as a frame rate (`24000/1001`) or the shape of a pixel (`64/45`). */
export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

/** Reduces a ratio to its lowest terms. */
export function fraction(numerator: number, denominator: number): Fraction {
  const divisor = greatestCommonDivisor(numerator, denominator) || 1;
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** Reads `24000/1001` or `64:45`; undefined where either side is not a positive whole number. */
export function parseFraction(text: string | undefined): Fraction | undefined {
  const match = /^([1-9]\d*)[/:]([1-9]\d*)$/.exec(text ?? "");
  return match ? fraction(Number(match[1]), Number(match[2])) : undefined;
}

export const ratioOf = (ratio: Fraction): number => ratio.numerator / ratio.denominator;

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
