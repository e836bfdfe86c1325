export { type Cassandra, openCassandra, type RunOptions } from "./cassandra.ts";
export { CassandraBusy } from "./in-flight.ts";
export { type CassandraMigration, changeSchema, migrateCassandra, requireMigrations } from "./migrate.ts";
export type { PartitionWrite } from "./partition-batches.ts";
export { type CassandraOptions, cassandraOptions, cassandraSettings } from "./settings.ts";
