import { afterEach, expect, it } from "vitest";
import { Availability } from "./availability.ts";
import { Ledger } from "./ledger.ts";
import { type Answer, type Mischief, type PlaybackEvent, Reports } from "./reports.ts";

const accepted: Answer = { status: "ACCEPTED" };
const unanswered: Answer = { status: "UNANSWERED", reason: "time-out" };
const wellBehaved: Mischief = {
  duplicates: 0,
  againWithinMs: 5,
  late: 0,
  lateMs: { least: 0, most: 0 },
  changed: 0,
  tooLate: 0,
  tooLateMs: 0,
};

const availabilities: Availability[] = [];
afterEach(() => {
  for (const availability of availabilities.splice(0)) availability[Symbol.dispose]();
});

/** A session whose reports are answered as given, in order, and with ACCEPTED from then on. */
function session(mischief: Partial<Mischief>, ...answers: readonly Answer[]) {
  const reported: PlaybackEvent[] = [];
  const complaints: string[] = [];
  const availability = new Availability();
  availabilities.push(availability);
  const ledger = new Ledger();
  const tally = { duplicates: 0, changed: 0, unexpected: 0 };
  const reports = new Reports({
    channel: {
      source: "GRAPH",
      async report(event) {
        reported.push(event);
        return answers[reported.length - 1] ?? accepted;
      },
    },
    title: { id: "tidewater", durationSeconds: 60 },
    sessionId: "of alice",
    startedAtMs: 0,
    beganAt: performance.now(),
    ledger,
    availability,
    tally,
    mischief: { ...wellBehaved, ...mischief },
    signal: new AbortController().signal,
    complain: (reason) => void complaints.push(reason),
  });
  return { reports, reported, ledger, availability, tally, complaints };
}

it("an event is sent until it is answered for good", async () => {
  const { reports, reported, ledger, availability } = session({}, unanswered, { status: "TRY_AGAIN", retryAfterSeconds: 0 });
  reports.add("PLAYING", 10, 10_000);
  expect(ledger.entries).toEqual([expect.objectContaining({ answer: undefined })]);
  await reports.settled();
  expect(reported).toHaveLength(3);
  expect(new Set(reported.map((event) => JSON.stringify(event))).size).toBe(1);
  expect(ledger.entries).toEqual([expect.objectContaining({ answer: "ACCEPTED" })]);
  expect(availability).toMatchObject({ refusals: 1, failures: new Map([["time-out", 1]]), acknowledgements: 1 });
});

it("every event is sent twice where that is asked for, and counted once", async () => {
  const { reports, reported, ledger } = session({ duplicates: 1 });
  reports.add("PLAYING", 10, 10_000);
  await reports.settled();
  expect(reported).toHaveLength(2);
  expect(ledger.totals).toMatchObject({ plays: 1, watchMs: 10_000 });
});

it("an event gets other content only after the first was acknowledged, and the ledger holds the later one", async () => {
  const { reports, reported, ledger } = session({ changed: 1, duplicates: 1 });
  reports.add("PLAYING", 10, 10_000);
  await reports.settled();
  expect(reported).toHaveLength(3);
  const [first, again, changed] = reported;
  expect(again).toEqual(first);
  expect(changed).toMatchObject({ sequence: first?.sequence, elapsedMs: first?.elapsedMs });
  expect(changed?.watchedDeltaMs).toBeLessThan(10_000);
  expect(ledger.acknowledged).toEqual([expect.objectContaining({ watchedDeltaMs: changed?.watchedDeltaMs })]);
});

it("an event whose first attempt may still arrive is left as it is", async () => {
  const { reports, reported, tally } = session({ changed: 1 }, unanswered);
  reports.add("PLAYING", 10, 10_000);
  await reports.settled();
  expect(reported.map(({ watchedDeltaMs }) => watchedDeltaMs)).toEqual([10_000, 10_000]);
  expect(tally.changed).toBe(0);
});

it("an event past the limit must be refused as too late", async () => {
  const tooLate = { tooLate: 1, tooLateMs: 1 };
  const refused = session(tooLate, { status: "TOO_LATE" });
  refused.reports.add("PLAYING", 10, 10_000);
  await refused.reports.settled();
  expect(refused.tally.unexpected).toBe(0);

  const taken = session(tooLate);
  taken.reports.add("PLAYING", 10, 10_000);
  await taken.reports.settled();
  expect(taken.complaints).toEqual(["PLAYING had to be TOO_LATE and was answered ACCEPTED: undefined"]);
});

it("an event that is refused is complained of, and is not counted", async () => {
  const { reports, ledger, complaints } = session({}, { status: "REFUSED", reason: "no" });
  reports.add("PLAYING", 10, 10_000);
  await reports.settled();
  expect(complaints).toEqual(["PLAYING had to be ACCEPTED and was answered REFUSED: no"]);
  expect(ledger.totals.watchMs).toBe(0);
});
