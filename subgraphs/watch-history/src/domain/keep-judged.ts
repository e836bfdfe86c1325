import type { StoredEvent, ViewEvent } from "@marquee/view-events";
import type { FailureTally } from "./failure-tally.ts";
import type { Judgement } from "./judge.ts";
import type { Verdict } from "./verdict.ts";

export interface KeepJudgedOptions {
  /** Says when something was received, each time a later moment. */
  readonly receivedMs: () => number;
  /** Resolves when the events are durable and all that they change. */
  readonly keep: (events: readonly StoredEvent[]) => Promise<void>;
  /** Tells of events that were kept. Never throws: what it tells may be lost. */
  readonly tell: (events: readonly ViewEvent[]) => void;
  readonly failures: FailureTally;
}

/** Keeps what is credible of one report, all of it or nothing. Returns what became of each, in order. */
export async function keepJudged(options: KeepJudgedOptions, judgements: readonly Judgement[]): Promise<readonly Verdict[]> {
  const credible = judgements.filter((judgement) => judgement.isCredible).map(({ event }) => event);
  const kept = await keptOrNot(
    options,
    credible.map((event) => ({ ...event, receivedAtMs: options.receivedMs() })),
  );
  if (kept.status === "ACCEPTED") options.tell(credible);
  return judgements.map((judgement) => (judgement.isCredible ? kept : judgement.verdict));
}

async function keptOrNot({ keep, failures }: KeepJudgedOptions, events: readonly StoredEvent[]): Promise<Verdict> {
  try {
    await keep(events);
    return { status: "ACCEPTED" };
  } catch (error) {
    failures.add(error, events.length);
    // Spread, so that devices do not all come back at once.
    return { status: "TRY_AGAIN", reason: "the events could not be kept now", retryAfterSeconds: 2 + Math.floor(Math.random() * 4) };
  }
}
