import { metricsDatabase } from "./metrics-database.ts";
import { recountingContract } from "./recounting.contract.ts";

recountingContract("PostgreSQL", metricsDatabase);
