/** What every drill prints. */
export interface DrillResult {
  readonly drill: string;
  readonly sent: number;
  readonly acknowledged: number;
  readonly refusedForGood: number;
  readonly lost: number;
  readonly countedTwice: number;
  readonly wrongCells: number;
  readonly recountEqual: boolean;
  /** Seconds in which an event was waiting and none could be acknowledged. */
  readonly unavailableSeconds: number;
  /**
   * From the healing (a service is started again, an engine answers again) until everything was ready and an event was acknowledged; the
   * longest, where several things were damaged.
   */
  readonly backInServiceSeconds: number;
  /** Of the service that took most. */
  readonly maxRssMb: number;
  /** Of the answers "try again". */
  readonly slowestRefusalMs: number;
  /** Answers "try again"; and requests without an answer, by what came instead. */
  readonly refusals: number;
  readonly failures: Readonly<Record<string, number>>;
  /** What the drill alone says. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** What did not hold, in sentences; empty when the drill passed. */
  readonly broken: readonly string[];
}

export interface Expectations {
  /** Events answered otherwise than they had to be. */
  readonly unexpected: number;
  /** Why, at most 20. */
  readonly complaints: readonly string[];
}

const BACK_WITHIN_SECONDS = 30;

/** What must hold after every drill. */
export function whatBroke(result: Omit<DrillResult, "broken">, { unexpected, complaints }: Expectations): readonly string[] {
  const { sent, acknowledged, refusedForGood, lost, countedTwice, wrongCells, recountEqual, backInServiceSeconds } = result;
  const holds: readonly (readonly [boolean, string])[] = [
    [sent > 0 && acknowledged > 0, "Nothing was sent, so nothing was shown."],
    [acknowledged + refusedForGood === sent, `${sent - acknowledged - refusedForGood} events were never answered for good.`],
    [unexpected === 0, `${unexpected} events were answered otherwise than they had to be: ${complaints.join("; ")}`],
    [lost === 0, `${lost} acknowledged events are not in the event store as they were acknowledged.`],
    [countedTwice === 0, `${countedTwice} rows are in the event store that nothing acknowledged accounts for.`],
    [wrongCells === 0, `${wrongCells} counts differ from the ledger.`],
    [recountEqual, "A recount finds other numbers than are stored, or than the ledger's."],
    [backInServiceSeconds <= BACK_WITHIN_SECONDS, `It was back in service ${backInServiceSeconds} s after what was damaged was healed.`],
  ];
  return holds.filter(([isSo]) => !isSo).map(([, sentence]) => sentence);
}
