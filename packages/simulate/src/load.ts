import { setTimeout } from "node:timers/promises";
import { Availability } from "./availability.ts";
import { Device, type Habits, type Until } from "./device.ts";
import { Graph } from "./graph.ts";
import { Ledger, type Title } from "./ledger.ts";
import { operatorOf } from "./operator.ts";
import type { Reader } from "./reported.ts";
import type { Mischief, Tally } from "./reports.ts";
import { importTitles, titlesOf } from "./titles.ts";

export interface LoadOptions {
  /** Of a running Marquee, such as `http://localhost:4000`. */
  readonly url: string;
  readonly viewers: number;
  /** A sign-in that may import and read audiences. */
  readonly operator: { readonly email: string; readonly password: string };
  /** What to watch; titles of the run's own, imported at its start, unless given. */
  readonly titleIds?: readonly string[] | undefined;
  /** As a device on a poor network, unless given. */
  readonly mischief?: Partial<Mischief> | undefined;
  /** Dealt out to the devices in turn; all have the right time and report with the graph, unless given. */
  readonly habits?: readonly Habits[] | undefined;
  /** Told how it gets on, a line at a time. */
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** A tenth of the events are sent twice, and a tenth up to five seconds late, so that later ones overtake them. */
const poorNetwork: Mischief = {
  duplicates: 0.1,
  againWithinMs: 5_000,
  late: 0.1,
  lateMs: { least: 0, most: 5_000 },
  changed: 0,
  tooLate: 0,
  tooLateMs: 0,
};
const goodHabits: Habits = { reporting: "GRAPH", clockAheadMs: 0 };
const SIGN_UPS_AT_ONCE = 4;
const MOST_LISTED = 20;

/** Devices that are signed up, with something to watch. Disposing it ends its measuring; its graph may be asked on. */
export class Load implements Disposable {
  readonly beganMs = Date.now();
  readonly availability = new Availability();
  readonly ledger = new Ledger();
  readonly tally: Tally = { duplicates: 0, changed: 0, unexpected: 0 };
  /** What was answered otherwise than it had to be, at most 20. */
  readonly complaints: string[] = [];
  readonly graph: Graph;
  readonly operator: Reader;
  readonly titles: readonly Title[];
  readonly devices: readonly Device[];
  readonly #options: LoadOptions;

  private constructor(options: LoadOptions, { graph, operator, titles }: Pick<Load, "graph" | "operator" | "titles">) {
    const { viewers, mischief, habits = [goodHabits], signal } = options;
    this.#options = options;
    this.graph = graph;
    this.operator = operator;
    this.titles = titles;
    const accounts = {
      ledger: this.ledger,
      availability: this.availability,
      tally: this.tally,
      mischief: { ...poorNetwork, ...mischief },
      signal,
      complain: (reason: string) => void (this.complaints.length < MOST_LISTED && this.complaints.push(reason)),
    };
    this.devices = Array.from(
      { length: viewers },
      (_, number) => new Device({ graph, number, titles, accounts, habits: habits[number % habits.length] ?? goodHabits }),
    );
  }

  /**
   * Signs in and up, and imports.
   *
   * @throws Refused when the graph takes no simulated devices at all; the signal's reason when it aborts
   */
  static async prepare(options: LoadOptions): Promise<Load> {
    const { url, titleIds, progress, signal } = options;
    const graph = new Graph(url, signal);
    const operator = await operatorOf(graph, options.operator);
    progress(titleIds ? "waiting for the titles" : "importing titles of its own");
    const titles = titleIds ? await titlesOf(graph, titleIds) : await importTitles(graph, operator);
    const load = new Load(options, { graph, operator, titles });
    await load.#signUpAll();
    return load;
  }

  /** Lets every device watch until then. Resolves when everything that was sent has been answered for good. */
  async play(until: Until): Promise<void> {
    const { progress } = this.#options;
    const ticking = setInterval(() => progress(this.#progressLine(until)), 5_000);
    try {
      await Promise.all(this.devices.map((device) => device.play(until)));
    } finally {
      clearInterval(ticking);
    }
    progress(this.#progressLine(until));
  }

  /** Resolves once an event that came later than this call was acknowledged. */
  async acknowledgesAgain(): Promise<void> {
    const before = this.availability.acknowledgements;
    while (this.availability.acknowledgements === before) await setTimeout(50, undefined, { signal: this.graph.signal });
  }

  [Symbol.dispose](): void {
    this.availability[Symbol.dispose]();
  }

  async #signUpAll(): Promise<void> {
    const waiting = [...this.devices];
    const { progress } = this.#options;
    const ticking = setInterval(
      () => progress(`${this.devices.length - waiting.length} of ${this.devices.length} devices signed up`),
      2_000,
    );
    const worker = async () => {
      for (let device = waiting.pop(); device; device = waiting.pop()) await device.signUp();
    };
    try {
      await Promise.all(Array.from({ length: SIGN_UPS_AT_ONCE }, worker));
    } finally {
      clearInterval(ticking);
    }
  }

  #progressLine({ atMs }: Until): string {
    const leftSeconds = Math.max(0, Math.ceil((atMs - Date.now()) / 1000));
    const entries = this.ledger.entries;
    const answered = entries.filter(({ answer }) => answer !== undefined).length;
    const { refusals, failures } = this.availability;
    const failed = [...failures.values()].reduce((sum, number) => sum + number, 0);
    const troubles = refusals + failed > 0 ? `; ${refusals} times "try again", ${failed} times no answer` : "";
    return `${Number.isFinite(leftSeconds) ? `${leftSeconds} s left, ` : ""}${answered} of ${entries.length} events answered${troubles}`;
  }
}
