import type { Claims } from "@marquee/viewer-claim";

/** Who sent an operation: the claims picked from a checked token, none for an anonymous one. */
export class Asker {
  /** Equal for the same claims, whatever their order: a part of cache keys. */
  readonly key: string;

  constructor(readonly claims: Claims) {
    this.key = JSON.stringify(Object.entries(claims).sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** @throws TypeError when a library hands back another context than it was given */
  static from(context: unknown): Asker {
    if (context instanceof Asker) return context;
    throw new TypeError("expected the asker as the operation's context");
  }
}

/** Nobody in particular: sent where the answer is the same for everybody. */
export const anyone = new Asker({});
