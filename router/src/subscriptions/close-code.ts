/** Why the router ends a connection; those from 4400 on that the protocol defines have its meaning. `router/README.md` lists them with their reasons. */
export const closeCodes = {
  goingAway: 1001,
  tryAgainLater: 1013,
  badRequest: 4400,
  unauthorized: 4401,
  forbidden: 4403,
  badSubprotocol: 4406,
  noGreeting: 4408,
  subscriberExists: 4409,
  /** Not the protocol's: clients of graphql-ws connect again after it. */
  tooSlow: 4410,
  tooMany: 4429,
} as const;

export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes];

/** A close frame has no more room for a reason. */
const REASON_BYTES = 123;

/** Cuts a reason that would not fit into its frame, between two characters. */
export function fittingReason(reason: string): string {
  let bytes = 0;
  let fitting = "";
  for (const character of reason) {
    bytes += Buffer.byteLength(character);
    if (bytes > REASON_BYTES) break;
    fitting += character;
  }
  return fitting;
}
