import type { Migration } from "@marquee/postgres";

export const plans: Migration = {
  name: "0002-plans",
  sql: [
    // What each plan is worth stands in src/domain/plan.ts.
    "ALTER TABLE accounts ADD COLUMN plan text NOT NULL DEFAULT 'STANDARD' CHECK (plan IN ('NONE', 'BASIC', 'STANDARD', 'PREMIUM'))",
  ],
};
