export { fixPartsCassandra, requirePartsCassandra } from "./fix-parts.ts";
export { migrateViewEvents, requireViewEvents, viewEventMigrations, viewEventOwner } from "./migrations.ts";
export { type CassandraViewEventStoreOptions, cassandraViewEventStore } from "./view-event-store.ts";
