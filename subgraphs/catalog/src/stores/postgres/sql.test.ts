import { describe, expect, it } from "vitest";
import { joined, sql } from "./sql.ts";

describe("sql", () => {
  it("keeps values out of the text, and numbers them through all pieces", () => {
    const name = "'; DROP TABLE works; --";
    const conditions = joined([sql`year >= ${1990}`, sql`name = ${name}`, sql`is_withdrawn = false`], " AND ");
    expect(sql`SELECT id FROM works WHERE ${conditions} LIMIT ${20}`.rendered()).toEqual({
      text: "SELECT id FROM works WHERE year >= $1 AND name = $2 AND is_withdrawn = false LIMIT $3",
      values: [1990, name, 20],
    });
  });

  it("joins nothing to nothing", () => {
    expect(sql`SELECT 1${joined([], ", ")}`.rendered()).toEqual({ text: "SELECT 1", values: [] });
  });
});
