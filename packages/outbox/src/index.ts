export { emit, outboxEntry, outboxSql } from "./entry.ts";
export { deliverToLog, type Relay, type RelayOptions, startRelay } from "./relay.ts";
export { type RepublishOptions, startRepublishing } from "./republish.ts";
