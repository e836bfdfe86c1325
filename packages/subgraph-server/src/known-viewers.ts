import { readClaim, type Viewer, viewerFrom } from "@marquee/viewer-claim";

const MINUTE_MS = 60_000;
/** Some 10 MB; a claim is the same string for the same viewer within a minute. */
const REMEMBERED = 10_000;

/** Who asks, by the router's claim. It remembers claims that were right: whether one still is changes with the minute alone. */
export class KnownViewers {
  readonly #secret: string;
  readonly #audience: string;
  readonly #nowMs: () => number;
  readonly #viewers = new Map<string, Viewer>();
  #minute = Number.NaN;

  /**
   * @param secret shared with the router alone
   * @param audience the subgraph's name in the supergraph
   */
  constructor(secret: string, audience: string, nowMs: () => number = Date.now) {
    this.#secret = secret;
    this.#audience = audience;
    this.#nowMs = nowMs;
  }

  /** @throws InvalidClaim; ZodError when a claim has a value of another type */
  viewerOf(claim: string | undefined): Viewer {
    const nowMs = this.#nowMs();
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (minute !== this.#minute || this.#viewers.size >= REMEMBERED) this.#viewers.clear();
    this.#minute = minute;
    const known = claim !== undefined && this.#viewers.get(claim);
    if (known) return known;
    const viewer = viewerFrom(readClaim(claim, this.#secret, this.#audience, nowMs));
    if (claim !== undefined) this.#viewers.set(claim, viewer);
    return viewer;
  }
}
