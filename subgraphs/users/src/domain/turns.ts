import { type TooManyAttempts, tooManyAttempts } from "./refusal.ts";

/** Lets a few at a time do work that keeps a core busy; some more wait in line, and the rest are sent away at once. */
export class Turns {
  readonly #limits: { readonly atOnce: number; readonly waiting: number };
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limits: { readonly atOnce: number; readonly waiting: number }) {
    this.#limits = limits;
  }

  /** Does the work when its turn comes, or refuses it where the line is full. */
  async run<Result>(work: () => Promise<Result>): Promise<Result | TooManyAttempts> {
    const { atOnce, waiting } = this.#limits;
    if (this.#running < atOnce) this.#running += 1;
    else if (this.#waiting.length < waiting) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else return tooManyAttempts(Math.ceil((waiting / atOnce) * 0.1)); // one hash takes about 0.1 s
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next)
        next(); // it takes over this turn, so the number running stays
      else this.#running -= 1;
    }
  }
}
