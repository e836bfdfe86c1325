import { describe, expect, it } from "vitest";
import { Ledger, type LedgerEvent } from "./ledger.ts";
import { differences, type Reported } from "./reported.ts";

const film = { id: "film", durationSeconds: 3_600 };
const short = { id: "short", durationSeconds: 40 };
const noon = 29_000_000;
const at = noon * 60_000;

const watched = (sequence: number, watchedDeltaMs: number, more: Partial<LedgerEvent> & { readonly watchedMs: number }): LedgerEvent => ({
  title: film,
  sessionId: "of alice",
  source: "GRAPH",
  sequence,
  atMs: at,
  watchedDeltaMs,
  ...more,
});
const start: LedgerEvent = { ...watched(0, 0, { watchedMs: 0 }), source: "SERVER" };

function ledgerOf(...events: readonly LedgerEvent[]): Ledger {
  const ledger = new Ledger();
  for (const event of events) {
    ledger.sent(event);
    ledger.answered(event, "ACCEPTED");
  }
  return ledger;
}

describe("the ledger", () => {
  it("counts a play once, at the first watched moment", () => {
    const ledger = ledgerOf(
      start,
      watched(1, 0, { watchedMs: 0 }),
      watched(2, 9_000, { watchedMs: 9_000, atMs: at + 10_000 }),
      watched(3, 9_000, { watchedMs: 18_000, atMs: at + 70_000 }),
    );
    expect([...(ledger.cells.get("film") ?? [])]).toEqual([
      [noon, { attempts: 1, plays: 1, views: 0, watchMs: 9_000 }],
      [noon + 1, { attempts: 0, plays: 0, views: 0, watchMs: 9_000 }],
    ]);
  });

  it("counts a view where 30 s are passed, or half of a shorter film", () => {
    const ledger = ledgerOf(
      watched(1, 29_999, { watchedMs: 29_999 }),
      watched(2, 1, { watchedMs: 30_000, atMs: at + 60_000 }),
      watched(3, 10_000, { watchedMs: 40_000, atMs: at + 120_000 }),
      watched(1, 20_000, { watchedMs: 20_000, title: short, sessionId: "of bob" }),
    );
    expect([...(ledger.cells.get("film")?.values() ?? [])].map(({ views }) => views)).toEqual([0, 1, 0]);
    expect(ledger.cells.get("short")?.get(noon)?.views).toBe(1);
  });

  it("counts what was acknowledged alone, and of one event the content acknowledged last", () => {
    const ledger = ledgerOf(watched(1, 9_000, { watchedMs: 9_000 }), watched(1, 8_000, { watchedMs: 8_000 }));
    ledger.sent(watched(2, 500, { watchedMs: 9_500 }));
    ledger.sent(watched(3, 700, { watchedMs: 10_200 }));
    ledger.answered(watched(3, 700, { watchedMs: 10_200 }), "TOO_LATE");
    expect(ledger.totals).toEqual({ attempts: 0, plays: 1, views: 0, watchMs: 8_000 });
    expect(ledger.entries.map(({ answer }) => answer)).toEqual(["ACCEPTED", undefined, "TOO_LATE"]);
  });
});

describe("the comparison", () => {
  const ledger = ledgerOf(watched(1, 5_000, { watchedMs: 5_000 }));
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
