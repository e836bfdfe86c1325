/**
 * Like `Promise.all` over `map`, with so many at most under way at once. After a failure no further one is started, and it rejects
 * when those under way have ended, so that nothing outlives the call.
 */
export async function mapBounded<Item, Result>(
  items: readonly Item[],
  limit: number,
  map: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const pending = entriesOf(items);
  const work = async () => {
    for (const [index, item] of pending) results[index] = await map(item);
  };
  const outcomes = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, work));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed) throw failed.reason;
  return results;
}

/** A generator, since a loop that is left by an exception closes it, for the loops beside it too. */
function* entriesOf<Item>(items: readonly Item[]): Generator<[number, Item]> {
  yield* items.entries();
}
