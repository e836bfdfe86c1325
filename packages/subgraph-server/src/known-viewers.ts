import { readClaim, type Viewer, viewerFrom } from "@marquee/viewer-claim";

const HOUR_MS = 3_600_000;
/** Some 10 MB; a claim is the same string for the same viewer within an hour. */
const REMEMBERED = 10_000;

/** Who asks, by the router's claim. It remembers claims that were right: whether one still is changes with the hour alone. */
export class KnownViewers {
  readonly #secret: string;
  readonly #nowMs: () => number;
  readonly #viewers = new Map<string, Viewer>();
  #hour = Number.NaN;

  /** @param secret shared with the router alone */
  constructor(secret: string, nowMs: () => number = Date.now) {
    this.#secret = secret;
    this.#nowMs = nowMs;
  }

  /** @throws InvalidClaim; ZodError when a claim has a value of another type */
  viewerOf(claim: string | undefined): Viewer {
    const nowMs = this.#nowMs();
    const hour = Math.floor(nowMs / HOUR_MS);
    if (hour !== this.#hour || this.#viewers.size >= REMEMBERED) this.#viewers.clear();
    this.#hour = hour;
    const known = claim !== undefined && this.#viewers.get(claim);
    if (known) return known;
    const viewer = viewerFrom(readClaim(claim, this.#secret, nowMs));
    if (claim !== undefined) this.#viewers.set(claim, viewer);
    return viewer;
  }
}
