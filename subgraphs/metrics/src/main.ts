import { runService } from "@marquee/subgraph-server/run-service";
import { readMetricsConfig } from "./config.ts";
import { startMetrics } from "./service.ts";

await runService({ name: "metrics", readConfig: readMetricsConfig, start: startMetrics });
