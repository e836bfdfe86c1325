import { liveCountStoreContract } from "../../../tests/live-count-store.contract.ts";
import { memoryLiveCountStore } from "./live-count-store.ts";

liveCountStoreContract("memory", async () => memoryLiveCountStore(3));
