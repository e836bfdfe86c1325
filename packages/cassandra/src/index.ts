export { type CassandraOptions, cassandraOptions, cassandraSettings } from "./settings.ts";
