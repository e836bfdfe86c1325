/** The widths that roll-ups are kept in; in UTC, so a day is always 24 hours. */
export const steps = ["MINUTE", "HOUR", "DAY"] as const;
export type Step = (typeof steps)[number];

export const stepMs: Readonly<Record<Step, number>> = { MINUTE: 60_000, HOUR: 3_600_000, DAY: 86_400_000 };

/** The number of the step that a moment lies in, counted from the epoch. */
export function stepAt(step: Step, atMs: number): number {
  return Math.floor(atMs / stepMs[step]);
}
