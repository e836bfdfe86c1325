import type { Cassandra } from "@marquee/cassandra";
import { types } from "cassandra-driver";
import { chunksOf } from "../../domain/chunks-of.ts";
import { mapBounded } from "../../domain/map-bounded.ts";
import { addCounts, type Counts } from "../../domain/rollups/counts.ts";
import type { RolledUp, RollupQuery, RollupRow, RollupStore } from "../../domain/rollups/rollup-store.ts";
import { bucketOf, bucketsOf, rollupTables, type SteppedBucket, SWEPT_SCOPE, sweptStatements } from "./rollup-tables.ts";

/** Of the partitions of one query, and of the rows of one write: a sweep of four parts stays within what may be in flight. */
const AT_ONCE = 64;
const MINUTE_US = 60_000_000;
/** Cassandra takes no longer time to live than twenty years; one of 0 would be for ever. */
const TTL_SECONDS = { shortest: 3_600, longest: 20 * 365 * 86_400 };

export interface CassandraRollupStoreOptions {
  /** Stays its opener's to dispose. Its keyspace has had `rollupMigrations`. */
  readonly cassandra: Cassandra;
  readonly parts: number;
  /** How many days after its end a minute expires, whenever it was written: as its raw events do. */
  readonly minutesKeptDays: number;
}

/** Roll-ups in Cassandra, which compares write times by itself: no statement reads before it writes, and each may be sent twice. */
export function cassandraRollupStore({ cassandra, parts, minutesKeptDays }: CassandraRollupStoreOptions): RollupStore {
  const minuteTtl = (minute: number) => {
    const left = Math.ceil((minute + 1) * 60 + minutesKeptDays * 86_400 - Date.now() / 1_000);
    return Math.min(Math.max(left, TTL_SECONDS.shortest), TTL_SECONDS.longest);
  };

  async function readBuckets(query: RollupQuery, cqlAndParams: (bucket: SteppedBucket) => readonly [string, readonly unknown[]]) {
    const buckets = query.playableIds.flatMap((playableId) => bucketsOf(query).map((bucket) => ({ ...bucket, playableId })));
    const found = await mapBounded(buckets, AT_ONCE, async ({ playableId, ...bucket }) => {
      const [cql, params] = cqlAndParams(bucket);
      const rows = await cassandra.rows(cql, [playableId, bucket.bucket, ...params]);
      return rows.map((row): RolledUp => ({ playableId, at: Number(row.get("at")), counts: countsIn(row.get("counts")) }));
    });
    return found.flat();
  }

  return {
    parts,

    async write(step, rows) {
      const { insert } = rollupTables[step];
      for (const some of chunksOf(rows, AT_ONCE * 4)) {
        await cassandra.write(
          some.map((row) => {
            const bucket = bucketOf(step, row.at);
            const ttl = step === "MINUTE" ? [minuteTtl(row.at)] : [];
            const params = [row.playableId, bucket, row.at, row.part, cellOf(row), types.Long.fromNumber(row.readAtUs), ...ttl];
            return { partition: `${step} ${bucket} ${row.playableId}`, cql: insert, params };
          }),
        );
      }
    },

    async read(query) {
      const { select } = rollupTables[query.step];
      return addedUp(await readBuckets(query, ({ first, end }) => [select, [first, end]]));
    },

    async readPart(query, part) {
      const { selectPart } = rollupTables[query.step];
      return readBuckets(query, ({ first, end }) => [selectPart, [Array.from({ length: end - first }, (_, index) => first + index), part]]);
    },

    async swept() {
      const rows = await cassandra.rows(sweptStatements.select, [SWEPT_SCOPE]);
      return new Map(rows.map((row) => [Number(row.get("part")), Number(row.get("received_minute"))]));
    },

    async sweptSince() {
      const rows = await cassandra.rows(sweptStatements.select, [SWEPT_SCOPE]);
      return rows.length > 0 ? Math.min(...rows.map((row) => Number(row.get("since_minute")))) : undefined;
    },

    async advance({ part, first, last }) {
      // Of two writes the one with the later time stays. So the received minute carries its own time, and the first one the time left
      // until a moment in 2106: the earlier it is, the later that is.
      const lastUs = types.Long.fromNumber((last + 1) * MINUTE_US);
      const untilUs = types.Long.fromNumber(2 ** 32 * 1_000_000 - first * MINUTE_US);
      await cassandra.write([
        { partition: SWEPT_SCOPE, cql: sweptStatements.insertLast, params: [SWEPT_SCOPE, part, last, lastUs] },
        { partition: SWEPT_SCOPE, cql: sweptStatements.insertFirst, params: [SWEPT_SCOPE, part, first, untilUs] },
      ]);
    },

    /** Minutes expire by themselves. */
    expireMinutes: async () => false,
  };
}

function cellOf({ counts: { attempts, plays, views, watchMs } }: RollupRow): types.Tuple {
  return types.Tuple.fromArray([attempts, plays, views, watchMs].map((count) => types.Long.fromNumber(count)));
}

function countsIn(cell: unknown): Counts {
  if (!(cell instanceof types.Tuple)) throw new Error("expected the counts of a roll-up to be a tuple");
  const [attempts = 0, plays = 0, views = 0, watchMs = 0] = cell.values().map(Number);
  return { attempts, plays, views, watchMs };
}

/** The parts of each step together. */
function addedUp(rows: readonly RolledUp[]): readonly RolledUp[] {
  const sums = new Map<string, RolledUp>();
  for (const row of rows) {
    const key = `${row.at} ${row.playableId}`;
    const sum = sums.get(key);
    sums.set(key, sum ? { ...sum, counts: addCounts(sum.counts, row.counts) } : row);
  }
  return [...sums.values()];
}
