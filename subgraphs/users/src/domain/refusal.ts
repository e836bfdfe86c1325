/** Why something was not done, in a way that the caller can act on: data, never an error. */
export interface Refusal<Kind extends string> {
  readonly kind: Kind;
  /** For the person in front of the screen. */
  readonly message: string;
}

export function refuse<Kind extends string>(kind: Kind, message: string): Refusal<Kind> {
  return { kind, message };
}

export interface TooManyAttempts extends Refusal<"TooManyAttempts"> {
  readonly retryAfterSeconds: number;
}

export function tooManyAttempts(retryAfterSeconds: number): TooManyAttempts {
  return { kind: "TooManyAttempts", message: "Too many attempts. Wait a while, then try again.", retryAfterSeconds };
}
