import { runService } from "@marquee/subgraph-server/run-service";
import { readUsersConfig } from "./config.ts";
import { startUsers } from "./service.ts";

await runService({ name: "users", readConfig: readUsersConfig, start: startUsers });
