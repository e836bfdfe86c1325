export { fixParts, requireParts } from "./fix-parts.ts";
export { viewEventMigrations } from "./migrations.ts";
export { type PostgresViewEventStoreOptions, postgresViewEventStore } from "./view-event-store.ts";
