import { stringifyDocument } from "urql";
import type { PlaybackEventInput, PlaybackEventKind, PlaybackSessionFieldsFragment } from "../graphql/generated/graphql.ts";
import { reportPlayback } from "../graphql/operations/watch.ts";
import { Journal } from "./journal.ts";
import { sendFarewell } from "./send-report.ts";
import type { FromWorker, ReportTarget, ToWorker } from "./worker-messages.ts";

export type ReporterParts = {
  readonly endpoint: string;
  readonly session: PlaybackSessionFieldsFragment;
  /** The computer slept, or the server does not know the session: what follows belongs to a new one. */
  readonly lapsed: () => void;
};

/** How many events a last report carries: the API's limit, and a quarter of what browsers send for a page that is gone. */
const farewellSize = 100;

/** Tells the server what is watched in one playback session. Make it the moment `startPlayback` has answered: its clock starts then. */
export class Reporter {
  readonly #parts: ReporterParts;
  readonly #target: ReportTarget;
  readonly #openedAtMs = performance.now();
  readonly #journal = new Journal(() => performance.now());
  readonly #worker = new Worker(new URL("./report-worker.ts", import.meta.url), { type: "module" });
  /** A copy of what the worker still has to deliver, for the moment when the page goes and takes the worker with it. */
  #unsettled: PlaybackEventInput[] = [];
  #positionSeconds = 0;
  #over = false;

  constructor(parts: ReporterParts) {
    this.#parts = parts;
    this.#target = { endpoint: parts.endpoint, query: stringifyDocument(reportPlayback), token: parts.session.token };
    this.#worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => this.#hear(data));
    this.#tell({ type: "begin", target: this.#target, heartbeatSeconds: parts.session.reportIntervalSeconds });
    window.addEventListener("pagehide", this.#farewell);
  }

  /** What the server's clock shows, whatever this device's does. */
  get serverNowMs(): number {
    return Date.parse(this.#parts.session.startedAt) + performance.now() - this.#openedAtMs;
  }

  /** When, by the server's clock, this device last moved the resume point; undefined while it has not. */
  get movedAtMs(): number | undefined {
    const last = this.#journal.last;
    return last && Date.parse(this.#parts.session.startedAt) + last.elapsedMs;
  }

  /** Whether the time that passes now counts as watched. */
  get isCounting(): boolean {
    return this.#journal.isCounting;
  }

  get hasStarted(): boolean {
    return this.#journal.last !== undefined;
  }

  /** Where the film is; what is recorded next happened there. */
  moved(positionSeconds: number): void {
    this.#positionSeconds = positionSeconds;
  }

  record(kind: PlaybackEventKind): void {
    if (this.#over) return;
    const event = this.#journal.record(kind, this.#positionSeconds);
    this.#unsettled.push(event);
    this.#tell({ type: "report", event });
  }

  /** Stops counting while a seek looks for its place. */
  hold(): void {
    this.#journal.hold();
  }

  /** Says that the watching stopped, delivers what is left, and ends the worker. */
  finish(): void {
    if (this.#over) return;
    if (this.#isUnderWay()) this.record("STOPPED");
    this.#over = true;
    window.removeEventListener("pagehide", this.#farewell);
    this.#tell({ type: "finish" });
  }

  readonly #farewell = (): void => {
    if (this.#over) return;
    this.finish();
    if (this.#unsettled.length > 0) sendFarewell(this.#target, this.#unsettled.slice(-farewellSize));
  };

  #hear(message: FromWorker): void {
    switch (message.type) {
      case "heartbeat":
        this.#beat();
        return;
      case "settled": {
        const settled = new Set(message.sequences);
        this.#unsettled = this.#unsettled.filter((event) => !settled.has(event.sequence));
        return;
      }
      case "slept":
      case "rejected":
        if (!this.#over) this.#parts.lapsed();
        return;
      default:
        message satisfies never;
    }
  }

  /** A viewer who plays or waits for data is there; one who paused said so and stays silent. */
  #beat(): void {
    const kind = this.#journal.last?.kind;
    if (kind === "STARTED" || kind === "PLAYING") this.record("PLAYING");
    if (kind === "BUFFERING") this.record("BUFFERING");
  }

  #isUnderWay(): boolean {
    const kind = this.#journal.last?.kind;
    return kind !== undefined && kind !== "ENDED" && kind !== "STOPPED" && kind !== "FAILED";
  }

  #tell(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}
