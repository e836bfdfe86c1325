import { describe, expect, it } from "vitest";
import { Conclusion } from "./conclusion.ts";
import { examineCases } from "./examine-cases.ts";
import { compareAtRandom, type RandomResult } from "./random/compare-at-random.ts";
import { explained } from "./report.ts";
import { startOurs } from "./subjects/ours.ts";
import { startStock } from "./subjects/stock.ts";

const SEED = 20_260_101;

function wrongOperations({ seed, wrong }: RandomResult): readonly string[] {
  return wrong.map((each) => explained({ ...each, name: `a random operation of --seed ${seed}` }));
}

describe("the router", () => {
  it("answers every case as graphql-js does on one merged schema", { timeout: 120_000 }, async () => {
    const examined = await examineCases(startOurs, () => true);
    const wrong = examined.filter(({ finding }) => finding.differences.length > 0);
    expect(examined.length).toBeGreaterThan(100);
    expect(wrong.map(explained)).toEqual([]);
  });

  it("answers random operations as graphql-js does, and every two features meet in one", { timeout: 300_000 }, async () => {
    const result = await compareAtRandom(startOurs, { operations: 2_000, seed: SEED, maxWrong: 5 });
    expect(wrongOperations(result)).toEqual([]);
    expect(new Conclusion("ours", [], result).emptyPairs).toEqual([]);
  });

  it("answers random operations that nobody has seen before", { timeout: 300_000 }, async () => {
    const seed = Math.floor(Math.random() * 4_294_967_296);
    const result = await compareAtRandom(startOurs, { operations: 500, seed, maxWrong: 5 });
    expect(wrongOperations(result)).toEqual([]);
  });
});

describe("the stock gateway", () => {
  it("has each of the known faults, which shows that the suite can see them", { timeout: 120_000 }, async () => {
    const cases = await examineCases(startStock, () => true);
    const { faults } = new Conclusion("stock", cases, await compareAtRandom(startStock, { operations: 0, seed: SEED, maxWrong: 1 }));
    expect(faults.filter(({ isFound }) => !isFound)).toEqual([]);
    expect(cases.filter(({ finding }) => finding.differences.length === 0).length).toBeGreaterThan(100);
  });
});
