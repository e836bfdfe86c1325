import type { StoredEvent } from "@marquee/view-events";
import type { ProfileStore } from "./profile-store.ts";

/** Some 20 MB; beyond, the profiles that were met first are asked for again. */
const REMEMBERED = 100_000;
/** Whose raw events are, when the profile was erased while a device still reported: they count, and are nobody's. */
const ERASED = "erased";

/**
 * The names that raw events call profiles by. Each is asked for once in a process's life: a name that was erased meanwhile may still be
 * used for a while, by which nobody can be found any more.
 */
export class Pseudonyms {
  readonly #store: Pick<ProfileStore, "pseudonyms">;
  readonly #known = new Map<string, string>();

  constructor(store: Pick<ProfileStore, "pseudonyms">) {
    this.#store = store;
  }

  /** The same events, as they are to be kept in raw. */
  async inPlaceOfProfiles(events: readonly StoredEvent[]): Promise<readonly StoredEvent[]> {
    const profileIds = new Set(events.map(({ profileId }) => profileId));
    const unknown = [...profileIds].filter((profileId) => !this.#known.has(profileId));
    const found = unknown.length > 0 ? await this.#store.pseudonyms(unknown) : new Map<string, string>();
    const named = events.map((event) => ({
      ...event,
      profileId: this.#known.get(event.profileId) ?? found.get(event.profileId) ?? ERASED,
    }));
    this.#remember(found);
    return named;
  }

  #remember(found: ReadonlyMap<string, string>): void {
    for (const [profileId, pseudonym] of found) this.#known.set(profileId, pseudonym);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= REMEMBERED) return;
      this.#known.delete(oldest);
    }
  }
}
