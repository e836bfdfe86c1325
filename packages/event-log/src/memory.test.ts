import { eventLogContract } from "./event-log.contract.ts";
import { memoryEventLog } from "./memory.ts";

eventLogContract("memory", async () => memoryEventLog({ maxEntries: 100, retryPausesMs: [0, 0] }));
