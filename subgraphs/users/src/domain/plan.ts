/** What an account may do for what it pays. */
export interface Plan {
  /** Shown to people. */
  readonly name: string;
  /** How many screens may watch at once; none without a membership. */
  readonly maxStreams: number;
}

export type PlanId = "NONE" | "BASIC" | "STANDARD" | "PREMIUM";

/** All there are; `NONE` is what an account has whose membership has ended. */
export const plans: Readonly<Record<PlanId, Plan>> = {
  NONE: { name: "No membership", maxStreams: 0 },
  BASIC: { name: "Basic", maxStreams: 1 },
  STANDARD: { name: "Standard", maxStreams: 2 },
  PREMIUM: { name: "Premium", maxStreams: 4 },
};

/** What a new account has. */
export const firstPlan: PlanId = "STANDARD";

export function isPlanId(text: string): text is PlanId {
  return Object.hasOwn(plans, text);
}
