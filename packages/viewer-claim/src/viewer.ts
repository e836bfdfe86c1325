import { z } from "zod";
import type { Claims } from "./claim.ts";

/** The HTTP header (and `connection_init` key) that carries the claim from the router to a subgraph. */
export const viewerHeader = "marquee-viewer";

/** Who asks, as a subgraph sees it. Every part is absent for an anonymous request. */
export interface Viewer {
  readonly accountId: string | undefined;
  /** The selected profile; absent until one is selected. */
  readonly profileId: string | undefined;
  /** The sign-in this token belongs to: one device. */
  readonly deviceId: string | undefined;
  readonly deviceName: string | undefined;
  /** The selected profile's limit: `ALL`, `SEVEN`, `TWELVE`, `SIXTEEN` or `EIGHTEEN`. */
  readonly maturityLimit: string | undefined;
  /** ISO 3166-1 alpha-2 of the account. */
  readonly territory: string | undefined;
  /** OAuth scopes; `operate` makes an operator. */
  readonly scopes: ReadonlySet<string>;
  /** The client's network address, which the router adds where it is known: what guesses are counted by. */
  readonly source?: string | undefined;
}

const text = z.string().optional();
const claimsShape = z.object({
  sub: text,
  profile: text,
  device: text,
  device_name: text,
  maturity: text,
  territory: text,
  scope: text,
  source: text,
});

/** What of an access token the router is to put into claims: all that `viewerFrom` reads but the address, which the router adds itself. */
export const viewerClaims: readonly string[] = Object.keys(claimsShape.shape).filter((name) => name !== "source");

/**
 * Reads the viewer out of a checked claim.
 *
 * @throws ZodError when a claim has a value of another type
 */
export function viewerFrom(claims: Claims): Viewer {
  const { sub, profile, device, device_name, maturity, territory, scope, source } = claimsShape.parse(claims);
  return {
    accountId: sub,
    profileId: profile,
    deviceId: device,
    deviceName: device_name,
    maturityLimit: maturity,
    territory,
    scopes: new Set(scope?.split(" ").filter(Boolean)),
    source,
  };
}
