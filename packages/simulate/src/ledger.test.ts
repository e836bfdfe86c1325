import { describe, expect, it } from "vitest";
import { Ledger } from "./ledger.ts";
import { differences, type Reported } from "./reported.ts";

const film = { id: "film", durationSeconds: 3_600 };
const short = { id: "short", durationSeconds: 40 };
const noon = 29_000_000;
const at = noon * 60_000;

describe("the ledger", () => {
  it("counts a play once, at the first watched moment", () => {
    const ledger = new Ledger();
    ledger.attempt(film, at);
    ledger.watched(film, at, { deltaMs: 0, totalMs: 0 });
    ledger.watched(film, at + 10_000, { deltaMs: 9_000, totalMs: 9_000 });
    ledger.watched(film, at + 70_000, { deltaMs: 9_000, totalMs: 18_000 });
    expect([...ledger.cellsOf("film")]).toEqual([
      [noon, { attempts: 1, plays: 1, views: 0, watchMs: 9_000 }],
      [noon + 1, { attempts: 0, plays: 0, views: 0, watchMs: 9_000 }],
    ]);
  });

  it("counts a view where 30 s are passed, or half of a shorter film", () => {
    const ledger = new Ledger();
    ledger.watched(film, at, { deltaMs: 29_999, totalMs: 29_999 });
    ledger.watched(film, at + 60_000, { deltaMs: 1, totalMs: 30_000 });
    ledger.watched(film, at + 120_000, { deltaMs: 10_000, totalMs: 40_000 });
    ledger.watched(short, at, { deltaMs: 20_000, totalMs: 20_000 });
    expect([...ledger.cellsOf("film").values()].map(({ views }) => views)).toEqual([0, 1, 0]);
    expect(ledger.cellsOf("short").get(noon)?.views).toBe(1);
  });
});

describe("the comparison", () => {
  const ledger = new Ledger();
  ledger.watched(film, at, { deltaMs: 5_000, totalMs: 5_000 });
  const told = (watchMs: number): ReadonlyMap<string, Reported> =>
    new Map([["film", { asOfMs: 0, minutes: new Map([[noon, { attempts: 0, plays: 1, views: 0, watchMs }]]) }]]);

  it("finds nothing where every cell is the same", () => {
    expect(differences(ledger, new Map(), told(5_000))).toEqual([]);
  });

  it("finds the one cell that is wrong", () => {
    const wrong = { titleId: "film", at: new Date(at).toISOString(), metric: "watchMs", ledger: 5_000, reported: 5_001 };
    expect(differences(ledger, new Map(), told(5_001))).toEqual([wrong]);
  });

  it("finds what the graph does not report at all", () => {
    const nothing: ReadonlyMap<string, Reported> = new Map([["film", { asOfMs: 0, minutes: new Map() }]]);
    expect(differences(ledger, new Map(), nothing).map(({ metric }) => metric)).toEqual(["plays", "watchMs"]);
  });

  it("takes off what was there before", () => {
    const before: ReadonlyMap<string, Reported> = new Map([
      ["film", { asOfMs: 0, minutes: new Map([[noon, { attempts: 0, plays: 0, views: 0, watchMs: 100 }]]) }],
    ]);
    expect(differences(ledger, before, told(5_100))).toEqual([]);
  });
});
