import { emit } from "@marquee/outbox";
import type { EntityManager } from "@mikro-orm/postgresql";
import { everywhereAlways, playableEvent } from "../../domain/playable-state.ts";
import type { WorkSeed } from "../../domain/work-seed.ts";
import { artworkEntity, creditEntity, genreEntity, personEntity, windowEntity, workEntity, workGenreEntity } from "./entities.ts";

/**
 * Adds the works that are not there yet, available everywhere, with all that is said of them, and tells the others of each playable.
 * One transaction; what is there already stays as it is, so it can be repeated.
 *
 * @returns how many were added
 */
export function seedWorks(em: EntityManager, seeds: readonly WorkSeed[]): Promise<number> {
  return em.fork().transactional(async (tx) => {
    await tx.execute("SELECT pg_advisory_xact_lock(hashtext('catalog seeds'))"); // another process may be starting too
    const known = await tx.find(workEntity, { id: { $in: seeds.map(({ id }) => id) } }, { fields: ["id"], disableIdentityMap: true });
    const knownIds = new Set(known.map(({ id }) => id));
    const missing = seeds.filter(({ id }) => !knownIds.has(id));
    if (missing.length === 0) return 0;
    await insertAll(tx, missing);
    await tx.execute("SELECT catalog.refresh_search(ARRAY(SELECT id FROM catalog.works WHERE search_text = ''))");
    for (const { id, kind, name, maturityRating } of missing) {
      if (kind === "SERIES") continue;
      emit(tx, playableEvent({ id, kind, name, maturityRating, windows: [everywhereAlways], isWithdrawn: false, version: 1 }));
    }
    return missing.length;
  });
}

async function insertAll(em: EntityManager, seeds: readonly WorkSeed[]): Promise<void> {
  const genres = seeds.flatMap((seed) => seed.genres);
  const people = seeds.flatMap(({ credits }) => credits.map(({ person }) => person));
  await em.upsertMany(genreEntity, unique(genres), { onConflictAction: "ignore" });
  await em.upsertMany(personEntity, unique(people), { onConflictAction: "ignore" });
  // A series comes before its episodes in the list, as the reference between them needs it.
  await em.insertMany(
    workEntity,
    seeds.map(({ genres: _, credits: __, artwork: ___, ...work }) => work),
  );
  await em.insertMany(
    workGenreEntity,
    seeds.flatMap((seed) => seed.genres.map((genre) => ({ workId: seed.id, genre: genre.id }))),
  );
  await em.insertMany(
    creditEntity,
    seeds.flatMap((seed) =>
      seed.credits.map(({ person, role, character }, position) => ({ workId: seed.id, position, person: person.id, role, character })),
    ),
  );
  await em.insertMany(
    artworkEntity,
    seeds.flatMap((seed) => seed.artwork.map((picture) => ({ workId: seed.id, ...picture }))),
  );
  await em.insertMany(
    windowEntity,
    seeds.filter(({ kind }) => kind !== "SERIES").map(({ id }) => ({ workId: id })),
  );
}

function unique<T extends { readonly id: string }>(rows: readonly T[]): T[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
