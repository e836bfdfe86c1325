export type { Consumer, EventLog, LogEntry, LogMessage } from "./event-log.ts";
export { LogOverflow } from "./event-log.ts";
export { type MemoryLogOptions, memoryEventLog } from "./memory.ts";
