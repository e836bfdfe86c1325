import type { GraphQLFormattedError } from "graphql";

/** The answer to an operation, as a client gets it. */
export interface Answer {
  /** `{"errors":[…],"data":…}`; errors are presentable already. */
  readonly text: string;
  /** The same in UTF-8, encoded once however many get it. */
  readonly bytes: Buffer;
  /** Refused before anything ran: there is no `data`. */
  readonly isRefused: boolean;
  /** The HTTP status, where the reason for a refusal has one of its own. */
  readonly status: number | undefined;
  /** What goes on to the client in headers, by rule; each `Set-Cookie` by itself. */
  readonly headers: Headers;
}

export type Headers = readonly (readonly [name: string, value: string])[];

/** An answer whose bytes are made when they are first needed, once. */
export class TextAnswer implements Answer {
  #bytes: Buffer | undefined;
  readonly isRefused = false;
  readonly status = undefined;

  constructor(
    readonly text: string,
    readonly headers: Headers = [],
  ) {}

  get bytes(): Buffer {
    this.#bytes ??= Buffer.from(this.text);
    return this.#bytes;
  }
}

/** An operation that was not run, and why. */
export class Refusal implements Answer {
  readonly isRefused = true;
  readonly text: string;
  readonly bytes: Buffer;

  constructor(
    errors: readonly GraphQLFormattedError[],
    readonly status: number | undefined = undefined,
    readonly headers: Headers = [],
  ) {
    this.text = JSON.stringify({ errors });
    this.bytes = Buffer.from(this.text);
  }
}
