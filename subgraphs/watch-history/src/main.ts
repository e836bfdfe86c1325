import { runService } from "@marquee/subgraph-server/run-service";
import { readWatchHistoryConfig } from "./config.ts";
import { startWatchHistory } from "./service.ts";

await runService({ name: "watch-history", readConfig: readWatchHistoryConfig, start: startWatchHistory });
