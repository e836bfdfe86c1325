import { runService } from "@marquee/subgraph-server/run-service";
import { readPackagerConfig } from "./config.ts";
import { startPackager } from "./service.ts";

await runService({ name: "packager", readConfig: readPackagerConfig, start: startPackager });
