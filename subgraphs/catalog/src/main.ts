import { runService } from "@marquee/subgraph-server/run-service";
import { readCatalogConfig } from "./config.ts";
import { startCatalog } from "./service.ts";

await runService({ name: "catalog", readConfig: readCatalogConfig, start: startCatalog });
