/** A measure at a moment. */
export interface Sample {
  readonly seconds: number;
  readonly value: number;
}

/**
 * How much a measure grows from the first to the last of some samples, as a share of what it is: along the median of the slopes between all pairs of them
 * (Theil and Sen), so that no single sample that a collection left high or low makes a trend.
 */
export function growthOf(samples: readonly Sample[]): number {
  const slopes = samples.flatMap((from, index) =>
    samples.slice(index + 1).map((to) => (to.value - from.value) / (to.seconds - from.seconds)),
  );
  const span = (samples.at(-1)?.seconds ?? 0) - (samples[0]?.seconds ?? 0);
  return (median(slopes) * span) / median(samples.map(({ value }) => value));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new Error("expected at least two samples");
  return (low + high) / 2;
}
