export type { Consumer, EventLog, LogEntry, LogMessage, ReadFrom, SetAside, SetAsideOf } from "./event-log.ts";
export { LogOverflow, UnreadableMessage } from "./event-log.ts";
export { type MemoryLogOptions, memoryEventLog } from "./memory.ts";
