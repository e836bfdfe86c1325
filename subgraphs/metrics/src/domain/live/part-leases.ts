/** The right to count a part, until it runs out or another process was given it. */
export interface PartLease {
  readonly part: number;
  /** Greater than that of every lease of the part before, also where the leases themselves were lost in between. */
  readonly epoch: number;
}

/** A lease that is not renewed for this long is anybody's. */
export const LEASE_MS = 10_000;

/**
 * How the processes of metrics share the parts: one process at a time counts a part, and each knows how many they are. One member's view
 * of it; disposing that says that the member is gone, and leaves its leases to be released or to run out.
 *
 * Every method rejects when what keeps the leases does not answer; whether it had its effect is then not known.
 */
export interface PartLeases extends AsyncDisposable {
  readonly parts: number;
  /** How long a lease and an attendance last without being renewed. */
  readonly ttlMs: number;

  /** Says that this member is here, as it has to every few seconds, and answers how many members there are, itself included. */
  attend(): Promise<number>;

  /** Takes a part that nobody else holds, under a new epoch; undefined when somebody does. */
  claim(part: number): Promise<PartLease | undefined>;

  /** Holds on to a lease for another `ttlMs`. False when it is not this member's any more; one that was lost with all others is. */
  renew(lease: PartLease): Promise<boolean>;

  /** Lets others have the part; nothing happens when the lease is not this member's any more. */
  release(lease: PartLease): Promise<void>;
}
