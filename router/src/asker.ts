import type { Claims } from "@marquee/viewer-claim";

/** Who sent an operation, and from where: the claims picked from a checked token, none for an anonymous one. */
export class Asker {
  readonly #key: { text?: string };

  /**
   * @param address of the client's network; undefined where it is not known
   * @param key shared by askers of the same claims, so that it is made once
   */
  constructor(
    readonly claims: Claims,
    readonly address?: string,
    key: { text?: string } = {},
  ) {
    this.#key = key;
  }

  /** Equal for the same claims, whatever their order: a part of cache keys. */
  get key(): string {
    this.#key.text ??= JSON.stringify(Object.entries(this.claims).sort(([a], [b]) => (a < b ? -1 : 1)));
    return this.#key.text;
  }

  /** Whom the token was issued for; undefined for an anonymous one. */
  get subject(): string | undefined {
    const { sub } = this.claims;
    return typeof sub === "string" ? sub : undefined;
  }

  /** The same asker, as it came from an address. */
  from(address: string | undefined): Asker {
    return new Asker(this.claims, address, this.#key);
  }

  /** For a mutation, whose guesses a subgraph counts by address. A query's claims never have it, so that they stay equal from anywhere. */
  get withSource(): Asker {
    return this.address === undefined ? this : new Asker({ ...this.claims, source: this.address });
  }

  /** @throws TypeError when a library hands back another context than it was given */
  static of(context: unknown): Asker {
    if (context instanceof Asker) return context;
    throw new TypeError("expected the asker as the operation's context");
  }
}

/** Nobody in particular: sent where the answer is the same for everybody. */
export const anyone = new Asker({});
