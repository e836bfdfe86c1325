import { beforeAll, describe, expect, it } from "vitest";
import { Conclusion, emptyPairs, isRefusedTooOften } from "./conclusion.ts";
import { examineAll, type RandomResult } from "./examine-all.ts";
import { explained } from "./report.ts";
import { startOurs } from "./subjects/ours.ts";
import { startStock } from "./subjects/stock.ts";

const TIME_MS = 600_000;

/** The same operations every time, then some that nobody has seen before. */
const runs = [
  { seed: 20_260_101, operations: 2_000 },
  { seed: Math.floor(Math.random() * 4_294_967_296), operations: 500 },
];

function wrongOperations({ seed, operations, wrong }: RandomResult): readonly string[] {
  return wrong.map((each) => explained({ ...each, name: `a random operation of --seed ${seed} --operations ${operations}` }));
}

describe("the router", () => {
  let conclusion: Conclusion;
  beforeAll(async () => {
    conclusion = new Conclusion("ours", await examineAll(startOurs, { runs }));
  }, TIME_MS);

  it("answers every case as graphql-js does on one merged schema", () => {
    expect(conclusion.results.cases.length).toBeGreaterThan(150);
    expect(conclusion.wrongCases.map(explained)).toEqual([]);
  });

  it("answers random operations as graphql-js does", () => {
    expect(conclusion.results.random.flatMap(wrongOperations)).toEqual([]);
    expect(conclusion.results.random.map(({ done }) => done)).toEqual([
      expect.toSatisfy((done) => done >= 2_000),
      expect.toSatisfy((done) => done >= 500),
    ]);
  });

  it("refuses hardly any of them", () => {
    expect(conclusion.results.random.filter(isRefusedTooOften)).toEqual([]);
  });

  it("is asked every two features together", () => {
    expect(conclusion.results.random.slice(0, 1).flatMap(emptyPairs)).toEqual([]);
  });
});

describe("the stock gateway", () => {
  it("has each of the known faults, which shows that the suite can see them", { timeout: TIME_MS }, async () => {
    const { faults, results, wrongCases } = new Conclusion("stock", await examineAll(startStock, {}));
    expect(faults.filter(({ isFound }) => !isFound)).toEqual([]);
    expect(results.cases.length - wrongCases.length).toBeGreaterThan(100);
  });
});
