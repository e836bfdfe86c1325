import { signClaim } from "@marquee/viewer-claim";
import { type Asker, anyone } from "../asker.ts";
import { BoundedMap } from "../bounded-map.ts";

const MINUTE_MS = 60_000;
/** Viewers whose claims are kept for each subgraph; those of the others are signed again for each request. */
const KEPT = 20_000;

/** Signs who asks, for each subgraph by itself: once in a minute, so that requests of the same viewer are the same text. */
export class Claims {
  /** By subgraph, and by viewer: so that no key is put together, and hashed, for each request. */
  readonly #kept = new Map<string, BoundedMap<string, string>>();
  #minute = 0;

  /** @param secret shared with the subgraphs; without one they are told nothing */
  constructor(readonly secret: string | undefined) {}

  /** @returns undefined where subgraphs are told nothing */
  for(subgraph: string, asker: Asker): string | undefined {
    const { secret } = this;
    if (secret === undefined) return undefined;
    const nowMs = Date.now();
    this.#forgetWhatIsOld(nowMs);
    const kept = this.#keptFor(subgraph);
    return kept.get(asker.key) ?? kept.take(asker.key, () => signClaim(asker.claims, secret, subgraph, nowMs));
  }

  /** For what is the same for everybody: it says that the router asks, and nothing else. */
  forAnyone(subgraph: string): string | undefined {
    return this.for(subgraph, anyone);
  }

  #keptFor(subgraph: string): BoundedMap<string, string> {
    const known = this.#kept.get(subgraph);
    if (known) return known;
    const made = new BoundedMap<string, string>(KEPT);
    this.#kept.set(subgraph, made);
    return made;
  }

  #forgetWhatIsOld(nowMs: number): void {
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (minute !== this.#minute) this.#kept.clear();
    this.#minute = minute;
  }
}
