import { expect, it } from "vitest";
import { currentViewers, type LiveHistory, recordLoss, recordPush, totalViewers, windowMs } from "./live-history.ts";

const none: LiveHistory = new Map();
const sea = { id: "sea", name: "Sea", series: undefined };
const sky = { id: "sky", name: "Sky", series: undefined };

it("keeps a point for every change, and none where nothing changed", () => {
  const history = pushes([[{ ...sea, viewers: 1 }], [{ ...sea, viewers: 1 }], [{ ...sea, viewers: 2 }]]);
  expect(history.get("sea")?.points).toEqual([
    { atMs: 0, viewers: 0 },
    { atMs: 0, viewers: 1 },
    { atMs: 2_000, viewers: 2 },
  ]);
});

it("says that nobody watches a title that left a list with room", () => {
  const history = pushes([[{ ...sea, viewers: 1 }], []]);
  expect(history.get("sea")?.points.at(-1)).toEqual({ atMs: 1_000, viewers: 0 });
  expect(totalViewers(history.values())).toBe(0);
});

it("does not know of a title that left a full list", () => {
  const history = recordPush(pushes([[{ ...sea, viewers: 1 }]]), [{ ...sky, viewers: 9 }], { nowMs: 1_000, isFull: true });
  expect(history.get("sea")?.points.at(-1)?.viewers).toBeNull();
});

it("never takes unknown for nobody", () => {
  const history = pushes([
    [
      { ...sea, viewers: 3 },
      { ...sky, viewers: null },
    ],
  ]);
  expect([...history.values()].map(currentViewers)).toEqual([3, null]);
  expect(totalViewers(history.values())).toBeNull();
  expect(totalViewers(recordLoss(pushes([[{ ...sea, viewers: 3 }]]), 5_000).values())).toBeNull();
});

it("knows that a new title had nobody while it was not in the list", () => {
  const history = recordPush(none, [{ ...sea, viewers: 1 }], { nowMs: 9_000, isFull: false, knownSinceMs: 2_000 });
  expect(history.get("sea")?.points).toEqual([
    { atMs: 2_000, viewers: 0 },
    { atMs: 9_000, viewers: 1 },
  ]);
});

it("counts nobody where nothing is watched", () => {
  expect(totalViewers(none.values())).toBe(0);
});

it("forgets a title when nobody has watched it for as long as the charts show", () => {
  const left = pushes([[{ ...sea, viewers: 1 }], []]);
  expect(recordPush(left, [], { nowMs: windowMs, isFull: false }).has("sea")).toBe(true);
  expect(recordPush(left, [], { nowMs: windowMs + 1_000, isFull: false }).has("sea")).toBe(false);
});

it("keeps the value with which the window begins", () => {
  const later = recordPush(pushes([[{ ...sea, viewers: 7 }]]), [{ ...sea, viewers: 8 }], { nowMs: windowMs + 60_000, isFull: false });
  expect(later.get("sea")?.points.map(({ viewers }) => viewers)).toEqual([7, 8]);
});

function pushes(lists: readonly (readonly { id: string; name: string; series: undefined; viewers: number | null }[])[]): LiveHistory {
  return lists.reduce<LiveHistory>((history, rows, index) => recordPush(history, rows, { nowMs: index * 1_000, isFull: false }), none);
}
